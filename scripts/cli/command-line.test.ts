import { expect, test } from "vitest";
import { readArguments, readNumbers, UsageError } from "./command-line.ts";

const read = (...args: string[]) => readArguments(args, { flags: ["print"], values: ["file", "report"], positionals: 1 });

test("options and other arguments come in any order", () => {
  expect(read("--file", "a.log", "partner", "--print", "--report=b")).toEqual({
    flags: new Set(["print"]),
    values: { file: "a.log", report: "b" },
    positionals: ["partner"],
  });
  expect(read()).toEqual({ flags: new Set(), values: {}, positionals: [] });
  expect(read("--", "--print")).toEqual({ flags: new Set(), values: {}, positionals: ["--print"] });
});

test.each([
  [["--all"], 'Unknown option "--all".'],
  [["-p"], 'Unknown option "-p".'],
  [["--file"], "--file requires a value."],
  [["--print=yes"], "--print does not take a value."],
  [["--print", "--print"], "--print is given twice."],
  [["--file", "a", "--file", "b"], "--file is given twice."],
  [["a", "b"], 'Unexpected argument "b".'],
])("%j: %s", (args, message) => {
  expect(() => read(...args)).toThrow(new UsageError(message));
});

test("a number that is not given has its default, and anything but a whole number is rejected", () => {
  expect(readNumbers(["--count", "12"], { seed: 7, count: 100 })).toEqual({ seed: 7, count: 12 });
  expect(() => readNumbers(["--count", "1.5"], { count: 100 })).toThrow("--count: requires a whole number.");
});
