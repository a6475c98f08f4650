import { expect, test } from "vitest";
import { planCrossQuery } from "#components/query/merge/plan-cross-query.ts";
import type { QueryPart } from "#lib/logs/insights/shared/query-view.ts";
import {
  type CrossAsked,
  type CrossRunState,
  type CrossStep,
  isRunActive,
  NOTHING_RUN,
  nextCrossState,
  shownRun,
  toConfirm,
} from "./cross-run-state.ts";

const text = "stats count(*) as n";
const asked = (...keys: readonly string[]): CrossAsked => ({
  ...{ text, plan: planCrossQuery(text), from: 0, to: 1, leftOut: [], places: [], opened: null },
  targets: keys.map((key) => ({
    ...{ key, name: key, accountId: "222222222222", region: "eu-central-1" },
    asked: { connectionId: key, region: "eu-central-1", logGroups: ["/a"], from: 0, to: 1, text },
  })),
});
const STATISTICS = { scannedBytes: 5, scannedRecords: 4, matchedRecords: 3, skippedBytes: 0 };
const complete: QueryPart = { kind: "complete", elapsedMs: 9, statistics: STATISTICS, rows: 1, cursor: null };
const rows: QueryPart = { kind: "rows", partial: false, first: 0, columns: ["n"], rows: [["1"]] };
const after = (steps: readonly CrossStep[], state: CrossRunState = NOTHING_RUN) => steps.reduce(nextCrossState, state);
function starts({ targets }: CrossAsked, key: string): CrossStep {
  const target = targets.find((each) => each.key === key);
  if (target === undefined) throw new Error("no such target");
  return { kind: "step", key, step: { kind: "begin", asked: target.asked } };
}
const part = (key: string, value: QueryPart): CrossStep => ({ kind: "step", key, step: { kind: "part", part: value } });
const phases = ({ run }: CrossRunState) => run?.runs.map(({ queued, state }) => (queued ? "queued" : state.phase.kind));

test("one connection that fails ends nothing in the others, and keeps its reason", () => {
  const two = asked("a", "b");
  const state = after([
    ...([{ kind: "begin", asked: two }, starts(two, "a"), starts(two, "b")] satisfies CrossStep[]),
    ...[part("a", { kind: "failed", code: "not-allowed", message: "denied" }), part("b", rows), part("b", complete)],
  ]);
  expect([phases(state), isRunActive(state.run)]).toEqual([["failed", "complete"], false]);
  expect(state.run?.runs[0]?.state.phase).toMatchObject({ message: "denied" });
});

test("stop ends those that run and those that wait for their turn; what was complete stays so", () => {
  const three = asked("a", "b", "c");
  const state = after([{ kind: "begin", asked: three }, starts(three, "a"), part("a", complete), starts(three, "b"), { kind: "stopped" }]);
  expect([phases(state), isRunActive(state.run)]).toEqual([["complete", "ended", "ended"], false]);
});

test("the rows of the run before stay until the new one has rows, and are marked", () => {
  const [first, second] = [asked("a"), asked("a")];
  const done = after([{ kind: "begin", asked: first }, starts(first, "a"), part("a", rows), part("a", complete)]);
  const again = after([{ kind: "begin", asked: second }, starts(second, "a")], done);
  expect(shownRun(again)).toMatchObject({ previous: true, run: { asked: { text } } });
  expect(shownRun(after([part("a", rows)], again))?.previous).toBe(false);
});

test("queries that were confirmed wait for their turn again, the others stay as they are", () => {
  const two = asked("a", "b");
  const confirm: QueryPart = { kind: "confirm", estimate: null, thresholdBytes: 1, cheaper: null };
  const begun = after([{ kind: "begin", asked: two }, starts(two, "a"), part("a", confirm), starts(two, "b"), part("b", complete)]);
  expect(phases(begun)).toEqual(["confirm", "complete"]);
  expect(phases(after([{ kind: "again", keys: ["a"] }], begun))).toEqual(["queued", "complete"]);
});

test("no query waits for a confirmation while others run, so that none starts twice", () => {
  const two = asked("a", "b");
  const confirm: QueryPart = { kind: "confirm", estimate: null, thresholdBytes: 1, cheaper: null };
  const running = after([{ kind: "begin", asked: two }, starts(two, "a"), part("a", confirm), starts(two, "b")]);
  const waiting = after([part("b", confirm)], running);
  const keys = ({ run }: CrossRunState) => (run === null ? [] : toConfirm(run).map(({ target }) => target.key));
  expect([keys(running), keys(waiting)]).toEqual([[], ["a", "b"]]);
  expect(keys(after([{ kind: "again", keys: ["a", "b"] }, starts(two, "a")], waiting))).toEqual([]);
});
