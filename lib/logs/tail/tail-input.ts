import { z } from "zod";
import { logGroup, pattern, region, streams } from "#lib/logs/shared/log-inputs.ts";

/** AWS takes ten; one flow on the screen has five. */
const MOST_GROUPS = 5;

/** What a live tail takes, strictly. AWS takes streams with one log group only. */
export const TailInput = z
  .strictObject({
    region,
    logGroups: z.array(logGroup).min(1).max(MOST_GROUPS).readonly(),
    pattern,
    streams: streams.optional(),
  })
  .refine(({ logGroups, streams: some }) => some === undefined || logGroups.length === 1, {
    error: "Log streams can be chosen for a single log group only.",
    path: ["streams"],
  });
export type TailInput = z.infer<typeof TailInput>;
