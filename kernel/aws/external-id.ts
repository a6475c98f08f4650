import { z } from "zod";
import { EXTERNAL_ID_PATTERN } from "./external-id-pattern.ts";

/**
 * An External ID that Postgres generated. It is always read from the database and never from a request: no action, route or
 * page accepts one. The STS client rejects any other value before it sends a call.
 */
export const ExternalId = z.string().length(39).regex(new RegExp(EXTERNAL_ID_PATTERN)).brand<"ExternalId">();
export type ExternalId = z.infer<typeof ExternalId>;
