import { z } from "zod";

/** One session of one's own by its id, or all but the one that asks. */
export const EndSessionInput = z.strictObject({ which: z.union([z.uuid().toLowerCase(), z.literal("others")]) });
