import { expect, test } from "vitest";
import { textFormats } from "#components/query/fields/discovered-fields.ts";
import { sampledFields } from "#components/query/fields/sampled-fields.ts";
import { readStats } from "#components/query/language/read-stats.ts";
import { parametersIn } from "#components/query/parameters/fill-parameters.ts";
import { offeredQueries, READY_QUERIES } from "./ready-queries.ts";
import { SAMPLE_LINES } from "./sample-lines.ts";

const all = READY_QUERIES.flatMap(({ kind, queries }) => queries.map((query) => ({ kind, ...query })));
const offered = (lines: readonly string[]) => offeredQueries(sampledFields(lines), textFormats(lines));

test.each(all)("$kind: “$name” shows what it promises", ({ query, shows }) => {
  const stats = readStats(query);
  const groups = stats?.groups.map(({ call }) => call) ?? [];
  const kind = stats === undefined ? "Rows" : groups.includes("bin") ? "Time series" : groups.length > 0 ? "Bars" : "Number";
  expect(shows).toBe(kind);
});

test("a ready query for any log shows that a query can have parameters", () => {
  const parameters = offered([]).fitting.flatMap(({ queries }) => queries.flatMap(({ query }) => parametersIn(query)));
  expect(parameters).toEqual([{ name: "text", uses: ["text"] }]);
  const { fitting, others } = offeredQueries([], [], false);
  expect([...fitting, ...others].flatMap(({ queries }) => queries.flatMap(({ query }) => parametersIn(query)))).toEqual([]);
});

test("a line that only looks like another kind of log brings no queries for that kind", () => {
  const lines = [
    "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK and more",
    "RequestId: 8286a188-ba32-4475-8077-530cd35c09a9 REPORT",
    "https 2026-11-24T10:00:00.186641Z net/my-loadbalancer/50dc6c495c0c9188 x",
    'GET /orders "HTTP/1.1" 200',
    '{"type":"platform.report"}',
  ];
  expect(offered(lines).fitting.map(({ kind }) => kind)).toEqual(["Any log"]);
});

test.each(SAMPLE_LINES)("log groups with %s lines get the ready queries for them first", (kind, lines) => {
  expect(offered(lines).fitting[0]?.kind).toBe(kind);
});

test("there are sample lines of each kind, and queries for any log come last", () => {
  expect(SAMPLE_LINES.map(([kind]) => kind).toSorted()).toEqual(READY_QUERIES.map(({ kind }) => kind).toSorted());
  for (const [, lines] of SAMPLE_LINES) expect(offered(lines).fitting.at(-1)?.kind).toBe("Any log");
});

test("every kind is offered, and a name is not used twice in a kind", () => {
  const { fitting, others } = offered(['{"level":"info"}']);
  expect(others.length + fitting.length).toBe(READY_QUERIES.length);
  for (const { queries } of READY_QUERIES) expect(new Set(queries.map(({ name }) => name)).size).toBe(queries.length);
});
