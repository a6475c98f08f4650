import { expect, test } from "vitest";
import type { LogSearchPart } from "#lib/logs/shared/log-view.ts";
import { type LogSearchState, NOT_SEARCHED, nextSearchState, searchedSpan } from "./log-search-state.ts";
import { everyPageText, fullText, headline, moreText, noEventText, olderText, onlyText } from "./search-texts.ts";

const HOUR = 3_600_000;
const T0 = Date.UTC(2025, 5, 1, 10);
const PAGE: LogSearchPart = { kind: "progress", searchedTo: T0 + HOUR / 2, pages: 1, emptyPages: 1 };
const LAST: LogSearchPart = { kind: "end", cursor: null, newestFirst: true };
const MORE: LogSearchPart = { kind: "end", cursor: "next", newestFirst: true };
const DENIED: LogSearchPart = { kind: "failed", code: "not-allowed", message: "The role does not allow it." };

function withPart(state: LogSearchState, part: LogSearchPart, source: number): LogSearchState {
  return nextSearchState(state, { kind: "part", source, part, before: { pages: 0, emptyPages: 0 } });
}

/** The state after these parts of each log group, once all calls have ended. */
function searched(...parts: readonly (readonly LogSearchPart[])[]): LogSearchState {
  const begun = nextSearchState(NOT_SEARCHED, {
    kind: "begin",
    span: { from: T0, to: T0 + HOUR },
    sources: parts.length,
    ofSameGroups: false,
  });
  const after = parts.reduce((state, ofSource, source) => ofSource.reduce((next, part) => withPart(next, part, source), state), begun);
  return nextSearchState(after, { kind: "rest" });
}

test("the whole range counts as searched only in the log groups that did not fail", () => {
  expect(headline(searched([PAGE, LAST], [PAGE, LAST]), "utc")).toBe("Searched the whole range, 10:00:00 to 11:00:00");
  expect(headline(searched([PAGE, LAST], [DENIED]), "utc")).toBe("Searched the whole range, 10:00:00 to 11:00:00 in 1 of 2 log groups");
  expect(headline(searched([DENIED], [DENIED]), "utc")).toBe("The search did not finish");
  const stopped = nextSearchState(searched([PAGE, MORE], [DENIED]), { kind: "stop" });
  expect(headline(stopped, "utc")).toBe("Stopped, searched back to 10:30:00 in 1 of 2 log groups");
});

test("the part of a range in the future of the search does not count as searched later", () => {
  const begin = { kind: "begin", span: { from: T0, to: T0 + HOUR }, sources: 1, ofSameGroups: false } as const;
  for (const [oldestFirst, searchedTo] of [
    [false, T0],
    [true, T0 + HOUR],
  ] as const) {
    const begun = nextSearchState(NOT_SEARCHED, { ...begin, oldestFirst, madeAt: T0 + 300_000 });
    expect(searchedSpan(begun)).toEqual(oldestFirst ? { from: T0, to: T0 } : { from: T0 + 300_000, to: T0 + 300_000 });
    const complete = [
      { kind: "progress", searchedTo, pages: 1, emptyPages: 0 },
      { kind: "end", cursor: null, newestFirst: !oldestFirst },
    ] as const;
    const done = nextSearchState(
      complete.reduce((state, part) => withPart(state, part, 0), begun),
      { kind: "rest" },
    );
    expect(headline(done, "utc")).toBe("Searched the whole range, 10:00:00 to 10:05:00");
    expect(searchedSpan(done)).toEqual({ from: T0, to: T0 + 300_000 });
  }
});

test("page counts include only the log groups that were searched", () => {
  expect(everyPageText(searched([PAGE, LAST]), "/a")).toBe("Searched all pages that AWS returned for /a: 1 page.");
  expect(everyPageText(searched([PAGE, LAST], [PAGE, LAST]), "/a")).toBe(
    "Searched all pages that AWS returned for /a and 1 more: 2 pages, 2 of them empty.",
  );
  expect(everyPageText(searched([PAGE, LAST], [PAGE, DENIED]), "/a")).toBe(
    "Searched all pages that AWS returned for 1 of 2 log groups: 1 page. The search of the other log group did not finish.",
  );
  expect(everyPageText(searched([DENIED], [PAGE, LAST], [DENIED]), "/a")).toBe(
    "Searched all pages that AWS returned for 1 of 3 log groups: 1 page. The searches of the other 2 log groups did not finish.",
  );
});

test("the absence of events is stated only if no log group failed", () => {
  const complete = searched([PAGE, LAST], [PAGE, LAST]);
  expect([noEventText(complete, ""), noEventText(complete, "foo")]).toEqual(["No events in this time range", "No matching events"]);
  expect(noEventText(searched([PAGE, LAST], [DENIED]), "foo")).toBe("No events found in the log groups searched");
});

test("a failed search continues where it stopped, if it made progress", () => {
  const rows = { id: "1", at: T0 + HOUR - 1, ingestedAt: 0, stream: "s", message: "" };
  for (const came of [[{ kind: "events", events: [rows] } as const], [PAGE, MORE]]) {
    const failed = searched([...came, DENIED]);
    expect([failed.phase, olderText(failed), moreText(failed)]).toEqual(["failed", "Continue", "Continue search"]);
    expect(nextSearchState(failed, { kind: "continue" })).toMatchObject({
      phase: "searching",
      sources: [{ phase: "open", failure: null }],
    });
  }
  expect([olderText(searched([DENIED])), moreText(searched([DENIED]))]).toEqual([null, null]);
  expect([olderText(searched([PAGE, LAST])), moreText(searched([PAGE, LAST]))]).toEqual([null, null]);
});

test("a full list says so, and what to do", () => {
  const rows = Array.from({ length: 100_001 }, (_, n) => ({ id: String(n), at: T0 + HOUR - n, ingestedAt: 0, stream: "s", message: "" }));
  const full = searched([{ kind: "events", events: rows }, PAGE, MORE]);
  expect(headline(full, "utc")).toBe("Searched back to 10:58:20");
  expect(fullText(full)).toBe(". 100,000 events is the maximum shown here. Narrow the time range or download the events.");
  expect(moreText(full)).toBeNull();
  expect(fullText(searched([PAGE, LAST]))).toBe("");
});

test("selected streams are named, and with several log groups all streams are read", () => {
  expect(onlyText([], 1)).toBe("");
  expect(onlyText(["web/1"], 1)).toBe(" · only web/1");
  expect(onlyText(["web/1", "web/2"], 1)).toBe(" · only 2 streams");
  expect(onlyText(["web/1"], 2)).toBe("");
});
