import { z } from "zod";
import { ConnectionId } from "#lib/kernel/ids.ts";

/** The names that CloudWatch gives log groups. Source: CreateLogGroup, `logGroupName`. */
const logGroup = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, "This is not the name of a log group.");
const region = z.string().max(32);
/** AWS's own tokens are shorter; what is longer was not one. */
const token = z.string().max(4096).nullable();
const moment = z.number().int().min(0).max(8_640_000_000_000_000);

/** What the log groups action takes, strictly. A region that the connection does not read is refused later, by the connection. */
export const LogGroupsQueryInput = z.strictObject({
  connectionId: ConnectionId,
  region,
  search: z.string().max(512, "A search for log groups has at most 512 characters."),
  nextToken: token,
});

/** What the search action takes, strictly. A filter pattern has at most 1024 characters (FilterLogEvents, `filterPattern`). */
export const LogSearchInput = z
  .strictObject({
    connectionId: ConnectionId,
    region,
    logGroup,
    from: moment,
    to: moment,
    pattern: z.string().max(1024, "A filter pattern has at most 1024 characters."),
    cursor: token,
  })
  .refine(({ from, to }) => from <= to, { error: "The start must lie before the end.", path: ["from"] });
