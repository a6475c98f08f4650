import { expect, test } from "vitest";
import { type CrossPlace, FIRST_CROSS_QUERY } from "#components/query/cross/cross-address.ts";
import { NOTHING_RUN, nextCrossState } from "#components/query/cross/cross-run-state.ts";
import { planCrossQuery } from "#components/query/merge/plan-cross-query.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import type { OpenedPart, OpenedParts, StoredQueryView } from "#lib/logs/insights/shared/query-view.ts";
import { openedAsked, openedCrossAddress, parameterOf, resultsParameter } from "./opened-parts.ts";

const region = "eu-central-1";
const TEXT = "stats avg(ms) as mean by status | sort mean";
const RUN = planCrossQuery(TEXT).text;
const connection = (connectionId: string, change: Partial<CrossConnection> = {}): CrossConnection => ({
  ...{ connectionId, name: connectionId, accountId: "222222222222", regions: [region], logGroupPrefix: "/", leftOut: null },
  ...change,
});
const stored = (connectionId: string, change: Partial<StoredQueryView> = {}): StoredQueryView => ({
  ...{ queryId: `q-${connectionId}`, connectionId, region, logGroups: ["/a"], from: 5, to: 9, text: RUN, state: "complete" },
  ...{ startedAt: 7, durationMs: 1, scannedBytes: 0, scannedRecords: 0, matchedRecords: 0, hasResult: true, stoppable: true },
  ...change,
});
const kept = (query: StoredQueryView): OpenedPart => ({
  ...{ connectionId: query.connectionId, queryId: query.queryId },
  result: { kind: "kept", query },
});
const place = (connectionId: string, groups: readonly string[] = ["/a"]): CrossPlace => ({ connectionId, region, groups });
const whys = (connections: readonly CrossConnection[], parts: readonly OpenedPart[], places: readonly CrossPlace[], text = TEXT) => {
  const { targets, leftOut } = openedAsked(connections, parts, { places, text });
  return [targets.map(({ key, queryId }) => [key, queryId]), leftOut.map(({ why }) => why)];
};

test("each connection with a result of the link's query is read; the others say why they have none", () => {
  const names = ["a", "b", "c", "d"];
  const connections = names.map((name) => connection(name));
  const parts: readonly OpenedPart[] = [
    kept(stored("a")),
    { connectionId: "b", queryId: "q-b", result: { kind: "expired", query: stored("b", { hasResult: false }) } },
    { connectionId: "c", queryId: "q-c", result: { kind: "absent" } },
  ];
  const places = names.map((name) => place(name));
  expect(whys(connections, parts, places)).toEqual([
    [[`a~${region}`, "q-a"]],
    ["AWS no longer has this result, because it keeps results for 7 days", "Result not found", "The link has no result of this connection"],
  ]);
});

test("a connection that can't be read now, or that is no longer one of the customer, says so, whatever the link has of it", () => {
  const closed = connection("a", { leftOut: { why: "Quarantined", next: "Open the connection", href: "/x" } });
  expect(whys([closed], [kept(stored("a")), kept(stored("b"))], [place("a"), place("b")])).toEqual([[], ["Quarantined", "Not found"]]);
});

test("a result of another query or of another range is never shown as part of the link's query", () => {
  const connections = ["a", "b", "c"].map((name) => connection(name));
  const parts = [kept(stored("a")), kept(stored("b", { to: 10 })), kept(stored("c", { text: "stats count(*)" }))];
  const [targets, why] = whys(connections, parts, [place("a"), place("b"), place("c")]);
  expect(targets).toEqual([[`a~${region}`, "q-a"]]);
  expect(why).toEqual(new Array(2).fill("Its result belongs to another query or time range"));
  expect(whys(connections, parts, [place("a")], "stats sum(ms)")[0]).toEqual([]);
});

test("two results of one connection and Region are one, so that no event counts twice", () => {
  const parts = [kept(stored("a")), kept(stored("a", { queryId: "again" }))];
  expect(whys([connection("a")], parts, [place("a")])[0]).toEqual([[`a~${region}`, "q-a"]]);
});

test("the page shows the log groups that the queries read, also those of a connection that the link doesn't name", () => {
  const opened: OpenedParts = { kind: "parts", parts: [kept(stored("a")), kept(stored("b", { logGroups: ["/b"] }))] };
  const range = { kind: "last", minutes: 60 } as const;
  const at = { places: [place("x"), place("a", ["/other"])], range, text: TEXT };
  expect(openedCrossAddress(opened, at)).toEqual({ ...at, places: [place("x"), place("a"), place("b", ["/b"])] });
  // The fragment with the query is lost when somebody signs in with another browser.
  const lost = openedCrossAddress({ kind: "parts", parts: [kept(stored("a"))] }, { ...at, places: [place("a")], text: FIRST_CROSS_QUERY });
  expect(lost.text).toBe("stats avg(ms) as mean by status");
  expect(whys([connection("a")], [kept(stored("a"))], lost.places, lost.text)[0]).toEqual([[`a~${region}`, "q-a"]]);
});

test("the URL names the complete results of a run, and the same results open again from it", () => {
  const asked = openedAsked([connection("a"), connection("b")], [kept(stored("a")), kept(stored("b"))], {
    places: [place("a"), place("b")],
    text: TEXT,
  });
  const [first] = asked.targets;
  if (first === undefined) throw new Error("nothing to open");
  const { key } = first;
  const statistics = { scannedBytes: 0, scannedRecords: 0, matchedRecords: 0, skippedBytes: 0 };
  const begun = nextCrossState(NOTHING_RUN, { kind: "begin", asked });
  const reading = nextCrossState(begun, { kind: "step", key, step: { kind: "open", asked: first.asked, queryId: "q-a" } });
  const done = nextCrossState(reading, {
    ...{ kind: "step", key },
    step: { kind: "part", part: { kind: "complete", elapsedMs: 1, statistics, rows: 0, cursor: null } },
  });
  expect(reading.run && resultsParameter(reading.run)).toBeNull();
  expect(done.run && resultsParameter(done.run)).toBe(parameterOf([{ connectionId: "a", queryId: "q-a" }]));
});
