import { afterEach, expect, test, vi } from "vitest";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { repeat } from "./repeat.ts";

afterEach(() => vi.restoreAllMocks());

test("a task that fails is logged by its error's name and code alone, and done again until told to stop", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const stop = new AbortController();
  let turns = 0;
  const clock = fakeClock();
  const going = repeat({ name: "checks", everyMs: 1000, clock, signal: stop.signal }, async () => {
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
  await going;
  expect(turns).toBe(3);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Array(2).fill({ worker: "task failed", task: "checks", error: "Error 57P01" }),
  );
  expect(lines.join("")).not.toContain("222222222222");
});

test("told to stop while it waits, it stops at once", async () => {
  const stop = new AbortController();
  const clock = fakeClock();
  let turns = 0;
  const going = repeat({ name: "checks", everyMs: 3_600_000, clock, signal: stop.signal }, async () => {
    turns += 1;
  });
  await clock.waiting();
  stop.abort();
  await going;
  expect(turns).toBe(1);
});
