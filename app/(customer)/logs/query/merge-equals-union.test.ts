import { CloudWatchLogsClient, GetQueryResultsCommand, StartQueryCommand } from "@aws-sdk/client-cloudwatch-logs";
import { type Sandbox, startSandbox, TEST_KEYS } from "@sallyport/aws-sandbox/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { mergeEvents, mergeStats } from "#components/query/merge/merge-results.ts";
import { planCrossQuery } from "#components/query/merge/plan-cross-query.ts";

const PLACE = { accountId: "222222222222", region: "eu-central-1" };
const FIRST = Date.UTC(2026, 5, 1, 10);
const HOUR_MS = 3_600_000;
const RUNS = 80;

let sandbox: Sandbox;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  logs = new CloudWatchLogsClient({
    endpoint: sandbox.url,
    region: PLACE.region,
    credentials: TEST_KEYS.acme,
    maxAttempts: 1,
    disableHostPrefix: true,
  });
});
afterAll(() => sandbox.close());

/** The result of a query over these log groups together, in the form in which the portal sends it to the browser. */
async function resultOf(logGroupNames: readonly string[], queryString: string): Promise<QueryTable> {
  const range = { startTime: FIRST / 1000, endTime: (FIRST + HOUR_MS) / 1000 };
  const { queryId } = await logs.send(new StartQueryCommand({ logGroupNames: [...logGroupNames], queryString, ...range }));
  const ask = () => logs.send(new GetQueryResultsCommand({ queryId }));
  let answer = await ask();
  while (answer.status === "Scheduled" || answer.status === "Running") answer = await ask();
  expect(answer.status).toBe("Complete");
  const rows = (answer.results ?? []).map((row) => new Map(row.map(({ field = "", value = "" }) => [field, value])));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return { columns, rows: rows.map((row) => columns.map((name) => row.get(name) ?? null)) };
}

let made = 0;
/** A new log group with these events. */
function groupWith(events: readonly Readonly<Record<string, unknown>>[]): string {
  const logGroupName = `/merge/${++made}`;
  sandbox.state.logs.createGroup(PLACE, { logGroupName });
  sandbox.state.logs.createStream(PLACE, logGroupName, "s");
  const written = events.map(({ at, ...event }) => ({ timestamp: FIRST + Number(at), message: JSON.stringify(event) }));
  if (written.length > 0) sandbox.state.logs.putEvents(PLACE, logGroupName, "s", written);
  return logGroupName;
}

/** Quarters have an exact sum in any order. Some values are texts of numbers, other texts, null or missing. */
const measured = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -400, max: 4000 }).map((n) => n / 4) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>("12", "0.5", "01", "slow", "", null, true, undefined) },
);
const event = fc.record({
  at: fc.integer({ min: 0, max: HOUR_MS - 1 }),
  svc: fc.constantFrom<unknown>("web", "api", "job-2", "job-10", "", null, undefined),
  status: fc.constantFrom<unknown>(200, "200", 404, 503, undefined),
  ms: measured,
});
const connections = fc.array(fc.array(event, { maxLength: 12 }), { minLength: 1, maxLength: 4 });

const AGGREGATES = [
  ["count(*)", "count(*)"],
  ["count(ms) as measured", "measured"],
  ["sum(ms) as total", "total"],
  ["avg(ms)", "avg(ms)"],
  ["avg(ms * 2 + 1) as shifted", "shifted"],
  ["min(ms) as least", "least"],
  ["max(ms)", "max(ms)"],
  ["max(svc) as last_svc", "last_svc"],
  ["sortsFirst(svc) as first_svc", "first_svc"],
  ["avg(ms) * 100 - 3 as scaled", "scaled"],
  ["(max(ms) - min(ms)) / count(status) as spread", "spread"],
] as const;
const GROUPS = [
  ["svc", "svc"],
  ["status", "status"],
  ["bin(10m)", "bin(10m)"],
  ["bin(1h) as hour", "hour"],
] as const;
const BEFORE = ["", "filter ms > 3 | ", "fields ms + 1 as more | filter ispresent(svc) # only these\n| ", 'parse svc "job-*" as job | '];

const query = fc
  .record({
    before: fc.constantFrom(...BEFORE),
    measures: fc.uniqueArray(fc.constantFrom(...AGGREGATES), { minLength: 1, maxLength: 5, selector: ([text]) => text }),
    groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3, selector: ([text]) => text }),
    sorts: fc.boolean(),
    descending: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    display: fc.boolean(),
  })
  .map(({ before, measures, groups, sorts, descending, limit, display }) => {
    const by = groups.length === 0 ? "" : ` by ${groups.map(([text]) => text).join(", ")}`;
    const direction = descending ? "desc" : "asc";
    // With all groups among the keys, no two rows are equal, so the order and a limit leave no choice.
    const keys = [`${measures[0]?.[1] ?? ""} ${direction}`, ...groups.map(([, name]) => `${name} asc`)];
    const sort = sorts ? ` | sort ${keys.join(", ")}${limit === undefined ? "" : ` | limit ${limit}`}` : "";
    const shown = display ? ` | display ${measures.map(([text, name]) => (text === name ? undefined : name)).find(Boolean) ?? ""}` : "";
    const text = `${before}stats ${measures.map(([text]) => text).join(", ")}${by}${sort}`;
    return { text: shown.endsWith(" ") ? text : text + shown, sorts };
  });

/** Rows as texts without missing values, which AWS leaves out. */
const asTexts = ({ columns, rows }: QueryTable) =>
  rows.map((row) =>
    JSON.stringify(
      columns
        .flatMap((name, n) => (row[n] === null ? [] : [[name, row[n]]]))
        .toSorted(([a = ""], [b = ""]) => (String(a) < String(b) ? -1 : 1)),
    ),
  );

test("what is merged from several connections is what one account with all events returns, for random events and queries", async () => {
  await fc.assert(
    fc.asyncProperty(connections, query, async (events, { text, sorts }) => {
      const groups = events.map(groupWith);
      const plan = planCrossQuery(text);
      if (plan.kind !== "merge") throw new Error(`not merged: ${text}`);
      const merged = mergeStats(plan, await Promise.all(groups.map((group) => resultOf([group], plan.text))));
      expect(merged.unmerged).toEqual([]);
      const ours = asTexts({ columns: merged.columns, rows: merged.rows.map(({ values }) => values) });
      const whole = asTexts(await resultOf(groups, text));
      expect(sorts ? ours : ours.toSorted()).toEqual(sorts ? whole : whole.toSorted());
    }),
    { numRuns: RUNS },
  );
});

test("events of several connections are in the order that one account with all events returns", async () => {
  const events = fc.uniqueArray(fc.tuple(event, fc.integer({ min: 0, max: 3 })), { maxLength: 30, selector: ([{ at }]) => at });
  const texts = fc.constantFrom(
    "fields @timestamp, ms, svc",
    "fields @timestamp, ms | sort @timestamp asc | limit 7",
    "filter ispresent(svc) | sort @timestamp desc | limit 3",
    "fields @timestamp, ms, svc | sort ms desc, @timestamp asc | limit 9 | display ms, @timestamp",
  );
  await fc.assert(
    fc.asyncProperty(events, texts, async (found, text) => {
      const groups = [0, 1, 2, 3].map((n) => groupWith(found.filter(([, of]) => of === n).map(([each]) => each)));
      const plan = planCrossQuery(text);
      if (plan.kind !== "events") throw new Error(`not in one order: ${text}`);
      const tables = await Promise.all(groups.map((group) => resultOf([group], plan.text)));
      const merged = mergeEvents(plan, tables);
      expect(merged.unsortedBy).toBeNull();
      const ours = asTexts({ columns: merged.columns, rows: merged.rows.map(({ values }) => values) });
      expect(ours).toEqual(asTexts(await resultOf(groups, text)));
    }),
    { numRuns: RUNS / 2 },
  );
});
