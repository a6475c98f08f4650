import { expect, test } from "vitest";
import type { QueryPart } from "#lib/logs/insights/shared/query-view.ts";
import { type AskedQuery, isActive, isPrevious, NOT_RUN, nextRunState, type QueryRunState, type QueryStep } from "./query-run-state.ts";

const asked = (text: string): AskedQuery => ({ connectionId: "c", region: "eu-central-1", logGroups: ["/app"], from: 0, to: 1, text });
const STATISTICS = { scannedBytes: 5, scannedRecords: 4, matchedRecords: 3, skippedBytes: 0 };
const after = (steps: readonly QueryStep[], state: QueryRunState = NOT_RUN) => steps.reduce(nextRunState, state);
const begin = (text = "stats count(*)"): QueryStep => ({ kind: "begin", asked: asked(text) });
const part = (value: QueryPart): QueryStep => ({ kind: "part", part: value });
const rows = (values: readonly string[], more: { partial?: boolean; first?: number } = {}) =>
  part({ kind: "rows", partial: more.partial ?? false, first: more.first ?? 0, columns: ["n"], rows: values.map((value) => [value]) });
const complete = (count: number) => part({ kind: "complete", elapsedMs: 9, statistics: STATISTICS, rows: count, cursor: null });
const CONFIRM = part({ kind: "confirm", estimate: null, thresholdBytes: 5, cheaper: null });
const shown = (state: QueryRunState) => state.result?.table.rows.map(([value]) => value);

test("a syntax error keeps the previous result, which is marked as that of an earlier query", () => {
  const state = after([begin(), rows(["1"]), complete(1), begin("stats cont(*)"), part({ kind: "syntax-error", message: "no", at: null })]);
  expect(state.phase.kind).toBe("syntax-error");
  expect(shown(state)).toEqual(["1"]);
  expect(isPrevious(state)).toBe(true);
});

test("a query that must be confirmed has run nothing and keeps the previous result", () => {
  const state = after([begin(), rows(["1"]), complete(1), begin(), CONFIRM]);
  expect([state.phase.kind, shown(state), isActive(state)]).toEqual(["confirm", ["1"], false]);
});

test("a query that the person does not confirm leaves the page as it was before, and dismisses nothing else", () => {
  const done = after([begin(), rows(["1"]), complete(1)]);
  const state = after([begin("stats sum(x)"), CONFIRM, { kind: "dismissed" }], done);
  expect([state.phase.kind, shown(state), isPrevious(state), state.asked]).toEqual(["complete", ["1"], false, done.asked]);
  expect(after([begin(), CONFIRM, { kind: "dismissed" }])).toEqual(NOT_RUN);
  const running = after([begin()]);
  expect(after([{ kind: "dismissed" }], running)).toBe(running);
});

test("when the connection is lost, the rows stay", () => {
  const state = after([begin(), rows(["1"], { partial: true }), { kind: "broken", message: "lost" }]);
  expect(state.phase).toEqual({ kind: "failed", message: "lost", field: null });
  expect(state.result?.partial).toBe(true);
  expect(shown(state)).toEqual(["1"]);
});

test("a late break or stop changes nothing after the end", () => {
  const done = after([begin(), rows(["1"]), complete(1)]);
  expect(after([{ kind: "broken", message: "lost" }, { kind: "stopped" }], done)).toBe(done);
});

test("partial rows replace each other, and further rows of one answer follow", () => {
  const state = after([
    begin(),
    part({ kind: "accepted", queryId: "q" }),
    part({ kind: "progress", elapsedMs: 3, statistics: STATISTICS }),
    rows(["1", "2"], { partial: true }),
    rows(["5"], { partial: true }),
    rows(["6"], { partial: true, first: 1 }),
  ]);
  expect(shown(state)).toEqual(["5", "6"]);
  expect(state.result).toMatchObject({ partial: true, queryId: "q" });
  expect(state.phase).toMatchObject({ kind: "running", queryId: "q", scheduled: false, statistics: STATISTICS });
});

test("a wait keeps the query's ID, so that it can be stopped", () => {
  const state = after([begin(), part({ kind: "accepted", queryId: "q" }), part({ kind: "waiting", why: "aws", continuesInMs: 2000 })]);
  expect(state.phase).toEqual({ kind: "waiting", why: "aws", continuesInMs: 2000, queryId: "q" });
  expect(isActive(state)).toBe(true);
});

test("a result without rows is complete and empty, not the previous one", () => {
  const state = after([begin(), rows(["1"]), complete(1), begin("filter 1 = 2"), complete(0)]);
  expect([shown(state), isPrevious(state)]).toEqual([[], false]);
});
