import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { DOWNLOAD_FORMATS } from "#lib/logs/download/download-format.ts";

/** The valid names of log groups. Source: CreateLogGroup, `logGroupName`. */
export const logGroup = z
  .string()
  .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, "This isn’t a valid log group name. Choose a log group from the list.");
export const region = z.string().max(32);
/** Tokens of AWS are shorter than this limit. */
const token = z.string().max(4096).nullable();
const moment = z.number().int().min(0).max(8_640_000_000_000_000);

/** The valid names of log streams. Source: CreateLogStream, `logStreamName`. */
const STREAM = /^[^:*]{0,512}$/;
const NO_STREAM = "This isn’t a valid log stream name. Choose a log stream from the list.";

/** How many streams one call may name (FilterLogEvents, `logStreamNames`). */
export const streams = z.array(z.string().min(1, NO_STREAM).regex(STREAM, NO_STREAM)).min(1).max(100).readonly();

/** The input of the log groups action. A region that the connection does not include is refused later. */
export const LogGroupsQueryInput = z.strictObject({
  connectionId: ConnectionId,
  region,
  search: z.string().max(512, "A log group search can have up to 512 characters."),
  nextToken: token,
});

/** The input of the log streams action. A stream name cannot contain a colon or an asterisk. */
export const LogStreamsQueryInput = z.strictObject({
  connectionId: ConnectionId,
  region,
  logGroup,
  prefix: z
    .string()
    .max(512, "A log stream search can have up to 512 characters.")
    .regex(STREAM, "A log stream name can’t contain a colon or an asterisk."),
  nextToken: token,
});

export const pattern = z.string().max(1024, "A filter pattern can have up to 1024 characters.");
const inOrder = ({ from, to }: { readonly from: number; readonly to: number }) => from <= to;
const outOfOrder = { error: "The start must be before the end.", path: ["from"] };

/** The input of a search. A filter pattern has at most 1024 characters (FilterLogEvents, `filterPattern`). */
export const LogSearchInput = z
  .strictObject({
    region,
    logGroup,
    from: moment,
    to: moment,
    pattern,
    streams: streams.optional(),
    oldestFirst: z.boolean().optional(),
    cursor: token,
  })
  .refine(inOrder, outOfOrder);

/** A number in a query string. */
const written = z
  .string()
  .regex(/^[0-9]{1,16}$/)
  .transform(Number)
  .pipe(moment);

/** The query string of a download. Streams are joined by an asterisk, which a stream name cannot contain. */
export const DownloadInput = z
  .strictObject({
    region,
    logGroup,
    from: written,
    to: written,
    pattern: pattern.default(""),
    streams: z
      .string()
      .transform((names): readonly string[] => names.split("*"))
      .pipe(streams)
      .optional(),
    format: z.enum(DOWNLOAD_FORMATS).default("ndjson"),
    skip: written.default(0),
  })
  .refine(inOrder, outOfOrder);
