import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { logGroup, region } from "#lib/logs/shared/log-inputs.ts";
import { LONGEST_QUERY, MOST_GROUPS } from "./query-limits.ts";
import { MOST_PARAMETERS, parametersOf } from "./query-parameters.ts";

/** Up to the year 9999: later times are none for Postgres. */
const moment = z.number().int().min(0).max(253_402_300_799_999);
const queryId = z.uuid();
const queryText = z
  .string()
  .max(LONGEST_QUERY, "A query can have up to 10,000 characters.")
  .refine((text) => text.trim() !== "", "Enter a query.");
const logGroups = z
  .array(logGroup)
  .min(1, "Choose a log group.")
  .max(MOST_GROUPS, "A query can read up to 50 log groups.")
  .refine((names) => new Set(names).size === names.length, "Choose each log group once.")
  .readonly();

const asked = { region, logGroups, from: moment, to: moment };
const inOrder = ({ from, to }: { readonly from: number; readonly to: number }) => from <= to;
const outOfOrder = { error: "The start must be before the end.", path: ["from"] };

/** The input of a query. `confirmed`: the person has seen the estimate and runs it although it is above the threshold. */
export const RunQueryInput = z
  .strictObject({ ...asked, text: queryText, confirmed: z.boolean().default(false) })
  .refine(inOrder, outOfOrder);
export type RunQueryInput = z.output<typeof RunQueryInput>;

/** The input of an estimate. */
export const EstimateInput = z.strictObject(asked).refine(inOrder, outOfOrder);
export type EstimateInput = z.output<typeof EstimateInput>;

/** The input for a page of a stored result. The cursor is a token of AWS, which is bound to the query. */
export const ResultInput = z.strictObject({ queryId, cursor: z.string().min(1).max(4096).nullable() });

/** The input for the whole event of a row, whose `@ptr` is the pointer. */
export const RecordInput = z.strictObject({ connectionId: ConnectionId, queryId, pointer: z.string().min(1).max(4096) });
export type RecordInput = z.output<typeof RecordInput>;

/** The input for stopping a query that another page started. */
export const StopQueryInput = z.strictObject({ connectionId: ConnectionId, queryId });
export type StopQueryInput = z.output<typeof StopQueryInput>;

/** The input for the threshold: at least a megabyte, at most a petabyte; null removes it. */
export const ThresholdInput = z.strictObject({
  connectionId: ConnectionId,
  bytes: z
    .number()
    .int("Enter a whole number of bytes.")
    .min(1_000_000, "The smallest limit is 0.001 GB, which is 1 MB.")
    .max(1_000_000_000_000_000, "The largest limit is 1,000,000 GB.")
    .nullable(),
});
export type ThresholdInput = z.output<typeof ThresholdInput>;

/** The input for the history: the page behind a query, of the queries that contain a text. */
export const QueryHistoryInput = z.strictObject({
  cursor: z.strictObject({ startedAt: z.iso.datetime(), queryId }).nullable(),
  find: z.string().max(200, "Enter at most 200 characters to find."),
});
export type QueryHistoryInput = z.output<typeof QueryHistoryInput>;

/** The input for the check of a link's log groups. */
export const CheckGroupsInput = z.strictObject({ connectionId: ConnectionId, region, logGroups });
export type CheckGroupsInput = z.output<typeof CheckGroupsInput>;

/** For actions that need nothing but the person. */
export const NoInput = z.strictObject({});

const LONGEST_NAME = 80;
const line = (what: string) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= LONGEST_NAME, `${what} can have up to ${LONGEST_NAME} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), `${what} can’t contain line breaks or control characters.`);

const savedName = line("A name").refine((name) => name !== "", "Enter a name for the query.");
const savedText = queryText.refine(
  (text) => parametersOf(text).length <= MOST_PARAMETERS,
  `A query can have up to ${MOST_PARAMETERS} parameters.`,
);

/** The input for saving a query. Log groups belong to a connection and a Region, so they come together or not at all. */
export const SaveQueryInput = z
  .strictObject({
    folder: line("A folder").default(""),
    name: savedName,
    text: savedText,
    shared: z.boolean(),
    target: z.strictObject({ connectionId: ConnectionId, region, logGroups }).nullable().default(null),
  })
  .readonly();
export type SaveQueryInput = z.output<typeof SaveQueryInput>;

/** The input for a change of a saved query, which must still have the revision that the person saw. Without a text the text stays. */
export const ChangeQueryInput = z
  .strictObject({
    id: z.uuid(),
    revision: z.number().int().min(1).max(2_147_483_647),
    folder: line("A folder").default(""),
    name: savedName,
    shared: z.boolean(),
    text: savedText.optional(),
  })
  .readonly();
export type ChangeQueryInput = z.output<typeof ChangeQueryInput>;

export const RemoveQueryInput = z.strictObject({ id: z.uuid() });

const day = z.iso.date({ error: "Enter a date as YYYY-MM-DD, for example 2026-11-24." });

/** The days of the usage page and of its file, both included. */
export const UsageQuery = z
  .strictObject({ from: day, to: day })
  .refine(({ from: first, to: last }) => first <= last, { error: "The start must be before the end.", path: ["from"] });
export type UsageQuery = z.output<typeof UsageQuery>;

const page = z.coerce.number().int().min(1).max(100_000).default(1);

/** The page "Usage and cost": the last days or a month, and which page of each of its lists. */
export const UsagePageQuery = z
  .strictObject({
    range: z.union([z.enum(["7d", "30d"]), z.string().regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/)]).default("30d"),
    people: page,
    connections: page,
  })
  .readonly();
export type UsagePageQuery = z.output<typeof UsagePageQuery>;
