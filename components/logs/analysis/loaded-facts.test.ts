import { expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { countLoaded, SLICES } from "./loaded-facts.ts";

const SPAN = { from: 0, to: 6000 };
const event = (at: number, message: unknown, stream = "s"): LogEventView => ({
  id: String(at),
  at,
  ingestedAt: at,
  stream,
  message: typeof message === "string" ? message : JSON.stringify(message),
});

function factsOf(events: readonly LogEventView[]) {
  const counter = countLoaded(SPAN);
  counter.add(events);
  return counter.facts();
}

test("field names with a meaning in JavaScript are ordinary names", () => {
  const { facets } = factsOf([event(1, '{"__proto__":"a","constructor":1}'), event(2, '{"__proto__":"b","constructor":2}')]);
  expect(facets.map(({ name }) => name).sort()).toEqual(["__proto__", "constructor"]);
});

test("fields with a different value in nearly every event are omitted", () => {
  const events = Array.from({ length: 100 }, (_, n) => event(n, { level: n % 2 ? "error" : "info", request_id: `r${n}` }));
  expect(factsOf(events).facets.map(({ name }) => name)).toEqual(["level"]);
});

test("constant, rare, long and nested fields are omitted", () => {
  const events = Array.from({ length: 100 }, (_, n) =>
    event(n, { same: 1, deep: { a: n }, long: "x".repeat(n + 100), ...(n < 4 && { rare: n }) }),
  );
  expect(factsOf(events).facets).toEqual([]);
});

test("values are counted, the most frequent first, and a number differs from its text", () => {
  const events = [event(1, { status: 200 }), event(2, { status: 200 }), event(3, { status: "200" })];
  expect(factsOf(events).facets).toMatchObject([
    {
      name: "status",
      values: [
        { count: 2, clause: { value: 200 } },
        { count: 1, clause: { value: "200" } },
      ],
    },
  ]);
});

test("levels of plain lines are counted by their level word", () => {
  const { facets, levels } = factsOf([event(1, "ERROR one"), event(2, "WARN two"), event(3, "none")]);
  expect(levels).toEqual(["error", "warn", null]);
  expect(facets[0]?.values.map(({ clause }) => clause)).toEqual([
    { kind: "word", word: "ERROR" },
    { kind: "word", word: "WARN" },
  ]);
});

test("both ends of the span belong to its slices, by level", () => {
  const { volume } = factsOf([event(0, { level: "error" }), event(6000, "WARN"), event(3000, "x")]);
  expect(volume).toHaveLength(SLICES);
  expect([volume[0], volume.at(-1), volume[30]]).toEqual([
    { error: 1, warn: 0, other: 0 },
    { error: 0, warn: 1, other: 0 },
    { error: 0, warn: 0, other: 1 },
  ]);
});

test("later events are added to the counts, none twice", () => {
  const counter = countLoaded(SPAN);
  const [first, second] = [event(1, "a", "one"), event(2, "b", "two")];
  counter.add([first]);
  counter.add([first, second]);
  expect(counter.facts()).toMatchObject({
    counted: 2,
    streams: [
      { name: "one", count: 1 },
      { name: "two", count: 1 },
    ],
  });
});
