import { readdirSync, readFileSync } from "node:fs";
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

/** A message, a JSON message, or one with its milliseconds after the first. Others come one second after another. */
type CaseEvent = string | Readonly<Record<string, unknown>> | readonly [ms: number, message: string | Readonly<Record<string, unknown>>];

/**
 * A query and its rows, or its error. The rows were derived from AWS's documents, never from the sandbox. `expression` is short for a query
 * with one column over the first events of the file. `source` is a document of the file, or says what the sandbox chose where AWS is silent.
 */
interface QueryCase {
  readonly query?: string;
  readonly expression?: string;
  readonly on?: string;
  readonly rows?: readonly Readonly<Record<string, string>>[];
  readonly value?: string | null;
  readonly error?: string;
  /** Where the error is: UTF-16 code units, the end exclusive. */
  readonly location?: readonly [start: number, end: number];
  readonly source: string;
}

interface CaseFile {
  readonly sources: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, readonly CaseEvent[]>>;
  readonly cases: readonly QueryCase[];
}

const FOLDER = new URL("cases/", import.meta.url);
const files = readdirSync(FOLDER).map((name) => ({
  name: name.replace(".json", ""),
  file: JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as CaseFile,
}));
const all = files.flatMap(({ name, file }) =>
  file.cases.map((each) => ({ name, file, each, title: each.expression ?? `${each.query} on ${each.on ?? "nothing"}` })),
);
const PLACE = { accountId: "222222222222", region: "eu-central-1" };
const FIRST = Date.UTC(2026, 5, 1, 10);

const { sandbox, logs } = useSandbox();
const made = new Set<string>();
let client: CloudWatchLogsClient | undefined;

/** The log group with these events. Logs Insights knows Lambda's log groups by their names. */
function groupOf(file: CaseFile, name: string, on: string): string {
  const logGroupName = `${on === "lambda" ? "/aws/lambda" : "/oracle"}/${name}/${on}`;
  if (made.has(logGroupName)) return logGroupName;
  made.add(logGroupName);
  const store = sandbox().state.logs;
  store.createGroup(PLACE, { logGroupName });
  store.createStream(PLACE, logGroupName, "main");
  const events = (file.events[on] ?? []).map((event, n) => {
    const [ms, message] = Array.isArray(event) ? (event as [number, unknown]) : [n * 1000, event];
    return { timestamp: FIRST + ms, message: typeof message === "string" ? message : JSON.stringify(message) };
  });
  store.putEvents(PLACE, logGroupName, "main", events);
  return logGroupName;
}

async function answerOf(logGroupName: string, queryString: string): Promise<GetQueryResultsCommandOutput> {
  client ??= logs(TEST_KEYS.acme);
  const sender = client;
  // The range of an hour in which the events are; its end is 3,599,999 milliseconds after its start.
  const range = { startTime: FIRST / 1000 - 2, endTime: FIRST / 1000 - 2 + 3599 };
  const { queryId } = await sender.send(new StartQueryCommand({ logGroupName, queryString, ...range }));
  const answer = () => sender.send(new GetQueryResultsCommand({ queryId }));
  const first = await answer();
  if (first.status !== "Running") return first;
  await expect.poll(async () => (await answer()).status, { interval: 2 }).not.toBe("Running");
  return answer();
}

test.each(all)("$name: $title", async ({ name, file, each }) => {
  const on = each.on ?? Object.keys(file.events)[0] ?? "nothing";
  const group = groupOf(file, name, on);
  const query = each.query ?? `fields ${each.expression} as result`;
  const answer = answerOf(group, query);
  if (each.error !== undefined) {
    const [startCharOffset, endCharOffset] = each.location ?? [];
    await expect(answer).rejects.toMatchObject({
      name: "MalformedQueryException",
      message: expect.stringContaining(each.error),
      queryCompileError: { location: { startCharOffset, endCharOffset }, message: expect.stringContaining(each.error) },
    });
    return;
  }
  const { status, results = [] } = await answer;
  expect(status).toBe("Complete");
  const rows = results.map((row) => Object.fromEntries(row.map(({ field = "", value = "" }) => [field, value])));
  const shown = rows.map(({ "@ptr": _, ...row }) => row);
  const expected = each.rows ?? [each.value === null ? {} : { result: each.value ?? "" }];
  expect(shown).toEqual(expected.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v.replace("{group}", group)]))));
});

test("there are at least 300 cases; each has a document as its source or says what the sandbox chose, and no two are the same", () => {
  expect(all.length).toBeGreaterThanOrEqual(300);
  const isSourced = ({ file, each }: (typeof all)[number]) =>
    each.source.startsWith("choice: ") || /^https:\/\/\S+$/.test(file.sources[each.source] ?? "");
  expect(all.filter((one) => !isSourced(one)).map(({ title }) => title)).toEqual([]);
  const titles = all.map(({ name, title }) => `${name}: ${title}`);
  expect(titles.filter((title, n) => titles.indexOf(title) !== n)).toEqual([]);
});
