import { afterEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

afterEach(() => vi.restoreAllMocks());

test("a task that fails is logged by its error's name and code alone, and done again until told to stop", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const stop = new AbortController();
  let turns = 0;
  await repeat("checks", 1, stop.signal, async () => {
    turns += 1;
    if (turns === 3) stop.abort();
    else throw Object.assign(new Error("arn:aws:iam::222222222222:role/x"), { code: "57P01" });
  });
  expect(turns).toBe(3);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Array(2).fill({ worker: "task failed", task: "checks", error: "Error 57P01" }),
  );
  expect(lines.join("")).not.toContain("222222222222");
});
