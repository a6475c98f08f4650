import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { logGroup, region } from "#lib/logs/shared/log-inputs.ts";

/** Source: CloudWatch Logs API reference, StartQuery, `queryString` and `logGroupNames`. */
const LONGEST_TEXT = 10_000;
export const MOST_GROUPS = 50;

const moment = z.number().int().min(0).max(8_640_000_000_000_000);
export const queryId = z.uuid();
export const queryText = z
  .string()
  .max(LONGEST_TEXT, "A query can have up to 10,000 characters.")
  .refine((text) => text.trim() !== "", "Enter a query.");
export const logGroups = z
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
export const EstimateInput = z.strictObject({ connectionId: ConnectionId, ...asked }).refine(inOrder, outOfOrder);
export type EstimateInput = z.output<typeof EstimateInput>;

/** The input for a page of a stored result. The cursor is a token of AWS, which is bound to the query. */
export const ResultInput = z.strictObject({ queryId, cursor: z.string().min(1).max(4096).nullable() });

/** The input for the whole event of a row, whose `@ptr` is the pointer. */
export const RecordInput = z.strictObject({ connectionId: ConnectionId, queryId, pointer: z.string().min(1).max(4096) });
export type RecordInput = z.output<typeof RecordInput>;
