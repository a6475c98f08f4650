import { expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { countPatterns } from "./log-patterns.ts";

const event = (message: unknown, n: number): LogEventView => ({
  id: String(n),
  at: n,
  ingestedAt: n,
  stream: "s",
  message: typeof message === "string" ? message : JSON.stringify(message),
});

function patternsOf(messages: readonly unknown[]) {
  const counter = countPatterns();
  counter.add(messages.map(event), messages.length);
  return counter.patterns();
}
const text = (words: readonly (string | null)[]) => words.map((word) => word ?? "<*>").join(" ");

test("the number of patterns is limited, and further lines are counted", () => {
  const { patterns, others, counted } = patternsOf(Array.from({ length: 1000 }, (_, n) => `${"ab".repeat(n + 1)} word`));
  expect([patterns.length, others, counted]).toEqual([400, 600, 1000]);
});

test("a very long line, a single word and an empty line cost no more than others", () => {
  const { patterns } = patternsOf(["x ".repeat(100_000), "", "   ", "y".repeat(1_000_000)]);
  expect(patterns.map(({ words }) => words.length)).toEqual([1, 61, 1]);
});

test("pattern syntax in a line is treated as text", () => {
  const [pattern] = patternsOf(['say "no" -never ?x']).patterns;
  expect(pattern?.clauses).toEqual([{ kind: "word", word: 'say "no" -never ?x' }]);
});

test("numbers, IDs and times are masked, and similar lines form one pattern, the most frequent first", () => {
  const { patterns } = patternsOf([
    "GET /health 200 in 3ms",
    "GET /health 200 in 17ms",
    "GET /health 503 in 1204ms",
    "user 7f3a91be-22c1-4d1a-9a1e-d7be67b1cc9d signed in at 12:47:58",
    "user 01a21724-c9b4-7099-bf66-f1c88c257856 signed in at 09:00:01",
  ]);
  expect(patterns.map(({ words, count }) => [text(words), count])).toEqual([
    ["GET /health <*> in <*>", 3],
    ["user <*> signed in at <*>", 2],
  ]);
});

test("a differing word becomes a gap if most of the line is equal", () => {
  const { patterns } = patternsOf(["charge declined by bank alpha", "charge declined by bank beta"]);
  expect(patterns.map(({ words }) => text(words))).toEqual(["charge declined by bank <*>"]);
  expect(patterns[0]?.clauses).toEqual([{ kind: "word", word: "charge declined by bank" }]);
});

test("a JSON line is grouped by its message and searched by that field, with its level separate", () => {
  const { patterns } = patternsOf([
    { level: "info", msg: "order 17 shipped", request_id: "a" },
    { level: "info", msg: "order 18 shipped", request_id: "b" },
    { level: "error", msg: "order 19 shipped", request_id: "c" },
    { level: "info", msg: "started" },
  ]);
  expect(patterns.map(({ words, count, level }) => [text(words), count, level])).toEqual([
    ["order <*> shipped", 2, "info"],
    ["order <*> shipped", 1, "error"],
    ["started", 1, "info"],
  ]);
  expect(patterns[0]?.clauses).toEqual([{ kind: "like", path: ["msg"], value: "order * shipped" }]);
  expect(patterns[2]?.clauses).toEqual([{ kind: "field", path: ["msg"], value: "started" }]);
});

test("processed lines are not processed again", () => {
  const counter = countPatterns();
  const events = ["a b", "a b", "a b"].map(event);
  expect([counter.add(events, 2), counter.patterns().counted]).toEqual([false, 2]);
  expect([counter.add(events, 2), counter.patterns().patterns[0]?.count]).toEqual([true, 3]);
});
