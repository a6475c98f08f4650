import { z } from "zod";

/** The format of an External ID. The database's CHECK and the template's AllowedPattern contain the same pattern. */
export const EXTERNAL_ID_PATTERN = "^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";

/**
 * An External ID that Postgres generated. It is always read from the database and never from a request: no action, route or
 * page accepts one. The STS client rejects any other value before it sends a call.
 */
export const ExternalId = z.string().length(39).regex(new RegExp(EXTERNAL_ID_PATTERN)).brand<"ExternalId">();
export type ExternalId = z.infer<typeof ExternalId>;
