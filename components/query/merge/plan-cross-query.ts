import { readStats } from "#components/query/language/read-stats.ts";
import { type Measure, measureOf, withoutAdded } from "./plan-measure.ts";
import { byPlace, type Command, commandsWithPlaces, hasUnread, splitAtCommas } from "./query-commands.ts";
import { columnsOf, itemNames, type SortKey, type TailStep, tailStepOf, withRealNames } from "./tail-steps.ts";

/** How one query runs in several connections, and what becomes of its rows. `text` is what each connection runs. */
export type CrossPlan =
  | {
      readonly kind: "merge";
      readonly text: string;
      readonly groups: readonly string[];
      readonly measures: readonly Measure[];
      readonly tail: readonly TailStep[];
      /** Where `text` has characters that the query has not, so that AWS's positions can be translated. */
      readonly added: { readonly at: number; readonly length: number };
      /** The place in `text` behind the word `by`; null without groups. */
      readonly byAt: number | null;
    }
  /** The rows are events: they are put in one order. */
  | {
      readonly kind: "events";
      readonly text: string;
      readonly keys: readonly SortKey[];
      readonly limit: number | null;
      /** The columns that the query asks for. AWS leaves out those that no row has. */
      readonly columns: readonly string[];
    }
  /** The rows of each connection are only listed, one connection after the other. */
  | {
      readonly kind: "apart";
      readonly text: string;
      /** Completes "because the query …". */
      readonly why: string;
    };

/** Commands that look at each event by itself, so that it does not matter which events are beside it. */
const BY_EVENT = new Set(["fields", "display", "filter", "where", "parse", "unnest", "filterindex"]);
/** Those that make one row of each. */
const ONE_TO_ONE = new Set(["fields", "display", "parse"]);

/**
 * Plans a query over several connections. Exactly mergeable are `count`, `sum`, `min`, `max`, `sortsFirst` and `sortsLast`, `avg` as a
 * sum and a count, and what is calculated from these with numbers and the four operations. Everything that is no valid query stays as it is: AWS judges it.
 */
export function planCrossQuery(text: string): CrossPlan {
  const commands = commandsWithPlaces(text);
  const stats = commands.findIndex(({ name }) => name === "stats");
  return stats < 0 ? planEvents(text, commands) : planStats(text, commands, stats);
}

/**
 * The query that runs as this text, as far as it can be known: without the columns that the plan added. What the plan does after the
 * merge, such as `sort`, is not in the text.
 */
export function queryOfRun(text: string): string {
  const stats = commandsWithPlaces(text).find(({ name }) => name === "stats");
  if (stats === undefined) return text;
  const query = `${text.slice(0, stats.nameEnds)}${withoutAdded(text.slice(stats.nameEnds))}`;
  return planCrossQuery(query).text === text ? query : text;
}

function planStats(text: string, commands: readonly Command[], at: number): CrossPlan {
  const apart = (why: string): CrossPlan => ({ kind: "apart", text, why });
  const before = commands.slice(0, at).find(({ name }) => !BY_EVENT.has(name) && name !== "sort");
  if (before !== undefined) return apart(`has the command ${before.name} before stats`);
  const tail: TailStep[] = [];
  for (const command of commands.slice(at + 1)) {
    const step = tailStepOf(text, command);
    if (step === undefined)
      return apart(command.name === "stats" ? "has a second stats command" : `has the command ${command.name} after stats`);
    tail.push(step);
  }
  const command = commands[at];
  const found = readStats(text.slice(0, command?.to));
  if (command === undefined || found === undefined || found.aggregates.length === 0) return apart("has no readable stats command");
  const additions: string[] = [];
  const by = byPlace(command.words);
  const parts = splitAtCommas(by < 0 ? command.words : command.words.slice(0, by));
  const measures = found.aggregates.map((column, n) => measureOf(text, column, parts[n] ?? [], additions));
  const added = additions.length === 0 ? "" : ` ${additions.map((column) => `${column}, `).join("")}`.trimEnd();
  const { nameEnds, to } = command;
  const columns = [...found.groups, ...found.aggregates];
  const steps = tail.map((step) => withRealNames(step, columns));
  const names = new Set(columns.map(({ name }) => name));
  // The commands after stats don't run at AWS, so whatever could be a mistake in them is left to AWS.
  if (steps.some((step) => columnsOf(step).some((name) => !names.has(name))) || hasUnread(text, to))
    return apart("sorts or shows something other than the columns of stats");
  return {
    kind: "merge",
    text: `${text.slice(0, nameEnds)}${added}${text.slice(nameEnds, to)}`.trimEnd(),
    groups: found.groups.map(({ name }) => name),
    measures,
    tail: steps,
    added: { at: nameEnds, length: added.length },
    byAt: by < 0 ? null : (command.words[by]?.to ?? 0) + added.length,
  };
}

function planEvents(text: string, commands: readonly Command[]): CrossPlan {
  const apart = (why: string): CrossPlan => ({ kind: "apart", text, why });
  let keys: readonly SortKey[] | null = null;
  let limit: number | null = null;
  for (const command of commands) {
    const { name } = command;
    if (limit !== null && !ONE_TO_ONE.has(name)) return apart(`has the command ${name} after limit`);
    if (BY_EVENT.has(name)) continue;
    const step = name === "sort" || name === "limit" ? tailStepOf(text, command) : undefined;
    if (step === undefined || step.kind === "display") return apart(`has the command ${name}`);
    if (step.kind === "limit") limit = step.count;
    else if (keys !== null) return apart("sorts twice");
    else keys = step.keys;
  }
  // Without sort AWS returns the newest events first.
  return { kind: "events", text, keys: keys ?? [{ column: "@timestamp", descending: true }], limit, columns: shownColumns(text, commands) };
}

/** The last `display` counts, otherwise all `fields`. Source: CloudWatch Logs user guide, "fields" and "display". */
function shownColumns(text: string, commands: readonly Command[]): readonly string[] {
  const displayed = commands.findLast(({ name }) => name === "display");
  const chosen = displayed === undefined ? commands.filter(({ name }) => name === "fields") : [displayed];
  return chosen.length === 0 ? ["@timestamp", "@message"] : chosen.flatMap(({ words }) => itemNames(text, words));
}

/** The place in the query that a place in the text of a run is, for example that of a syntax error. */
export function placeInQuery(plan: CrossPlan, { start, end }: { readonly start: number; readonly end: number }) {
  if (plan.kind !== "merge") return { start, end };
  const { at, length } = plan.added;
  const back = (place: number) => (place <= at ? place : Math.max(at, place - length));
  return { start: back(start), end: back(end) };
}
