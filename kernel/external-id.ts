import { z } from "zod";

/** The format of an External ID. The database's CHECK and the template's AllowedPattern contain the same pattern. */
export const EXTERNAL_ID_PATTERN = "^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";

/**
 * An External ID that Postgres made. It is read from a row of ours and never from a request: no action, route or page
 * has a field for it. A value that reached the wrapper of STS by another way is refused there before the network.
 */
export const ExternalId = z.string().length(39).regex(new RegExp(EXTERNAL_ID_PATTERN)).brand<"ExternalId">();
export type ExternalId = z.infer<typeof ExternalId>;
