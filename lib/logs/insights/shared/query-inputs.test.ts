import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { EstimateInput, RecordInput, RemoveQueryInput, RunQueryInput } from "./query-inputs.ts";

const extent = { region: "eu-central-1", logGroups: ["/app/a"], from: 1, to: 2 };
const run = { ...extent, text: "limit 1" };
const connectionId = randomUUID();

test.each([
  { ...run, logGroups: [] },
  { ...run, logGroups: ["/app/a", "/app/a"] },
  { ...run, logGroups: Array.from({ length: 51 }, (_, n) => `/app/${n}`) },
  { ...run, logGroups: ["/app/*"] },
  { ...run, from: 3 },
  { ...run, text: " \n" },
  { ...run, text: "x".repeat(10_001) },
  { ...run, confirmed: "yes" },
  { ...run, extra: 1 },
])("a query of %j is not accepted", (input) => {
  expect(RunQueryInput.safeParse(input).success).toBe(false);
});

test("an estimate names no query and no connection, an event needs its query and a short pointer, a removal an ID", () => {
  expect(EstimateInput.safeParse({ ...extent, connectionId }).success).toBe(false);
  expect(EstimateInput.safeParse(run).success).toBe(false);
  expect(EstimateInput.safeParse(extent).success).toBe(true);
  for (const pointer of ["", "x".repeat(4097)])
    expect(RecordInput.safeParse({ connectionId, queryId: randomUUID(), pointer }).success).toBe(false);
  expect(RecordInput.safeParse({ connectionId, queryId: "q", pointer: "x" }).success).toBe(false);
  expect(RemoveQueryInput.safeParse({ id: "1" }).success).toBe(false);
});

test("a query is not confirmed unless it says so", () => {
  expect(RunQueryInput.parse(run)).toEqual({ ...run, confirmed: false });
});
