import { expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { createFinder, hitBeside, ROWS_PER_STEP } from "./find-in-events.ts";

const events = (messages: readonly string[]): LogEventView[] =>
  messages.map((message, n) => ({ id: String(n), at: n, ingestedAt: n, stream: "s", message }));

test("without matches there is no next one", () => {
  expect(hitBeside([], 3, 1)).toBeNull();
});

const rowsOf = (messages: readonly string[], words: string) => createFinder().find(events(messages), words, 0);

test("regular expression syntax is only text", () => {
  expect(rowsOf(["a.c", "abc", "(a+)+$"], "(A+)+$")).toEqual([2]);
  expect(rowsOf(["a.c.d.e.f", "abcxdxexf", "[a-z]*(a+)+$"], "[A-Z]*(A+)+$")).toEqual([2]);
  expect(rowsOf(["a.c.d.e.f", "abcxdxexf"], "A.C.D.E.F")).toEqual([0]);
});

test("a row counts once however often it contains the words, also with line breaks in it", () => {
  expect(rowsOf(["aa\naa", "", "b", "a\n", "\na"], "a")).toEqual([0, 3, 4]);
});

test("a match does not span two rows", () => {
  expect(rowsOf(["ab", "cd", "abcd"], "bc")).toEqual([2]);
  expect(rowsOf(["ab", "cd"], "b c")).toEqual([]);
});

test("matching ignores case and finds characters outside ASCII", () => {
  expect(rowsOf(["Grüße", "GRÜSSE", "ok 😀 Ärger"], "ä")).toEqual([2]);
  expect(rowsOf(["Grüße", "GRÜßE"], "grüße")).toEqual([0, 1]);
});

test("the matches are those of a plain loop, whatever the rows contain", () => {
  const lines = Array.from({ length: 9000 }, (_, n) => `{"n":${n},"id":"${(n * 2_654_435_761).toString(16)}"}\n`.repeat(n % 3));
  const finder = createFinder();
  for (const words of ["7a", "1", '"id"', "ZZ", "{", ',"id":"26', 'id":"ffffff']) {
    const found = [0, 4000, 8000].flatMap((from) => finder.find(events(lines), words, from));
    expect(found, words).toEqual(lines.flatMap((line, n) => (line.toLowerCase().includes(words.toLowerCase()) ? [n] : [])));
  }
});

test("a step searches only its own rows", () => {
  const many = events(Array.from({ length: ROWS_PER_STEP + 2 }, () => "hit"));
  const { find } = createFinder();
  expect(find(many, "hit", 0)).toHaveLength(ROWS_PER_STEP);
  expect(find(many, "hit", ROWS_PER_STEP)).toEqual([ROWS_PER_STEP, ROWS_PER_STEP + 1]);
});

test("events that arrive later, and those of another search, are searched", () => {
  const { find } = createFinder();
  const some = events(["a hit", "none"]);
  expect(find(some, "hit", 0)).toEqual([0]);
  expect(find([...some, ...events(["hit again"])], "hit", 0)).toEqual([0, 2]);
  expect(find(events(["none", "a hit", "x"]), "hit", 0)).toEqual([1]);
});

test("the next match wraps around in both directions", () => {
  const hits = [2, 5, 9];
  expect([hitBeside(hits, -1, 1), hitBeside(hits, 5, 1), hitBeside(hits, 9, 1)]).toEqual([2, 9, 2]);
  expect([hitBeside(hits, 5, -1), hitBeside(hits, 2, -1)]).toEqual([2, 9]);
});
