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

test("rows whose stream broke between the parts of one page stay partial, also after a query that was not confirmed", () => {
  const broken = after([begin(), rows(["1"]), { kind: "broken", message: "lost" }]);
  expect(broken.result?.partial).toBe(true);
  expect(after([begin("stats sum(x)"), CONFIRM, { kind: "dismissed" }], broken).result?.partial).toBe(true);
  expect(after([begin(), rows(["1"]), complete(1)]).result?.partial).toBe(false);
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

const more = (count: number, cursor: string | null) =>
  part({ kind: "complete", elapsedMs: 9, statistics: STATISTICS, rows: count, cursor });
const page = (state: QueryRunState, values: readonly string[], cursor: string | null): QueryStep => ({
  ...{ kind: "page", asked: state.result?.asked ?? asked("none") },
  page: { columns: ["n"], rows: values.map((value) => [value]), cursor },
});

test("a page of an earlier query, or one that comes after loading was stopped, adds no rows", () => {
  const first = after([begin(), rows(["1"]), more(3, "c1")]);
  const next = after([begin(), rows(["9"]), more(2, "d1")], first);
  expect(shown(after([page(first, ["2"], null)], next))).toEqual(["9"]);
  const paused = after([{ kind: "pages-paused" }], first);
  expect(shown(after([page(paused, ["2"], null)], paused))).toEqual(["1"]);
});

test("a page that could not be loaded keeps the rows, and can be loaded again", () => {
  const first = after([begin(), rows(["1"]), more(2, "c1")]);
  const cut = after([{ kind: "page-cut", asked: first.result?.asked ?? asked(""), message: "lost" }], first);
  expect([shown(cut), cut.result?.more]).toEqual([["1"], { kind: "cut", cursor: "c1", message: "lost" }]);
  const again = after([{ kind: "pages-continued" }], cut);
  expect(again.result?.more).toEqual({ kind: "loading", cursor: "c1" });
  expect(after([page(again, ["2"], null)], again).result).toMatchObject({
    more: { kind: "none" },
    total: 2,
    table: { rows: [["1"], ["2"]] },
  });
});

test("while another query begins, the pages of the one before are not loaded", () => {
  const state = after([begin(), rows(["1"]), more(2, "c1"), begin("limit 1")]);
  expect(state.result?.more).toEqual({ kind: "paused", cursor: "c1" });
});

test("a result that is opened is not a run of this page: it can't be stopped by leaving", () => {
  const open: QueryStep = { kind: "open", asked: asked("limit 5"), queryId: "q" };
  const state = after([open, rows(["1"]), more(1, null)]);
  expect([state.opened, state.result?.queryId, shown(state)]).toEqual([true, "q", ["1"]]);
  expect(after([open, { kind: "broken", message: "lost" }]).phase).toMatchObject({ kind: "failed", message: "lost" });
  expect(after([open, begin()]).opened).toBe(false);
});
