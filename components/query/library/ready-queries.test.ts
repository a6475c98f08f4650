import { expect, test } from "vitest";
import { readStats } from "#components/query/language/read-stats.ts";
import { offeredQueries, READY_QUERIES } from "./ready-queries.ts";

const all = READY_QUERIES.flatMap(({ kind, queries }) => queries.map((query) => ({ kind, ...query })));

test.each(all)("$kind: “$name” shows what it promises", ({ query, shows }) => {
  const stats = readStats(query);
  const groups = stats?.groups.map(({ call }) => call) ?? [];
  const kind = stats === undefined ? "Rows" : groups.includes("bin") ? "Time series" : groups.length > 0 ? "Bars" : "Number";
  expect(shows).toBe(kind);
});

test("kinds whose fields are present come first, and a name is not used twice in a kind", () => {
  const field = (name: string) => ({ name, type: "text", share: 1 }) as const;
  const { fitting, others } = offeredQueries([field("level"), field("@duration")]);
  expect(fitting.map(({ kind }) => kind)).toEqual(["Any log", "JSON"]);
  expect(others.length + fitting.length).toBe(READY_QUERIES.length);
  for (const { queries } of READY_QUERIES) expect(new Set(queries.map(({ name }) => name)).size).toBe(queries.length);
});
