import { afterEach, expect, test, vi } from "vitest";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { repeat } from "./repeat.ts";

afterEach(() => vi.restoreAllMocks());

test("a failed task is logged with only the name and code of its error, and repeated until the signal aborts", async () => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const stop = new AbortController();
  let turns = 0;
  const clock = fakeClock();
  const repeating = repeat({ name: "checks", everyMs: 1000, clock, signal: stop.signal }, async () => {
    turns += 1;
    if (turns === 3) stop.abort();
    else throw Object.assign(new Error("arn:aws:iam::222222222222:role/x"), { code: "57P01" });
  });
  for (const turn of [1, 2]) {
    expect(await clock.waiting()).toEqual([1000]);
    clock.pass(999);
    expect(await clock.waiting()).toEqual([1]);
    expect(turns).toBe(turn);
    clock.pass(1);
  }
  await repeating;
  expect(turns).toBe(3);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Array(2).fill({ level: "error", event: "task failed", task: "checks", error: { name: "Error", code: "57P01" } }),
  );
  expect(lines.join("")).not.toContain("222222222222");
});

test("it stops at once when the signal aborts while it waits", async () => {
  const stop = new AbortController();
  const clock = fakeClock();
  let turns = 0;
  const repeating = repeat({ name: "checks", everyMs: 3_600_000, clock, signal: stop.signal }, async () => {
    turns += 1;
  });
  await clock.waiting();
  stop.abort();
  await repeating;
  expect(turns).toBe(1);
});
