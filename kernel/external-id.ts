import { z } from "zod";
import { EXTERNAL_ID_PATTERN } from "./external-id-pattern.ts";

/**
 * An External ID that Postgres made. It is read from a row of ours and never from a request: no action, route or page
 * has a field for it. A value that reached the wrapper of STS by another way is refused there before the network.
 */
export const ExternalId = z.string().length(39).regex(new RegExp(EXTERNAL_ID_PATTERN)).brand<"ExternalId">();
export type ExternalId = z.infer<typeof ExternalId>;
