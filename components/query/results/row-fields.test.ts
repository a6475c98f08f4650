import { expect, test } from "vitest";
import { dividedFields, shownFields, wholeEventFields } from "./row-fields.ts";

test("no name of a field reaches a prototype, and a pointer is not shown", () => {
  const shown = shownFields([
    ["__proto__", '{"polluted":"yes"}'],
    ["constructor", "x"],
    ["@ptr", "secret"],
    ["missing", null],
  ]);
  expect(Object.keys(shown)).toEqual(["__proto__", "constructor"]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test("what could lose digits or zeros as a number stays text", () => {
  expect(shownFields([["account", "012345678901"]])["account"]).toBe("012345678901");
  expect(shownFields([["id", "12345678901234567890"]])["id"]).toBe("12345678901234567890");
  for (const text of ["1.10", "2.0", "-0", "007", "123456789012345.1234567891", "1e+21"])
    expect(shownFields([["v", text]])["v"]).toBe(text);
  expect([shownFields([["ms", "2370"]])["ms"], shownFields([["ms", "-0.5"]])["ms"]]).toEqual([2370, -0.5]);
});

test("text that is a JSON object is opened, other text is not", () => {
  expect(shownFields([["@message", '{"error":{"code":"X"}}']])["@message"]).toEqual({ error: { code: "X" } });
  expect(shownFields([["@message", '{"cut":']])["@message"]).toBe('{"cut":');
});

test("a message that is not JSON and a text of several lines are shown with their lines", () => {
  const { short, long } = dividedFields(
    shownFields([
      ["@message", "plain"],
      ["stack", "a\nb"],
      ["level", "error"],
    ]),
  );
  expect([Object.keys(short), long]).toEqual([
    ["level"],
    [
      ["@message", "plain"],
      ["stack", "a\nb"],
    ],
  ]);
});

test("a whole event has each field of its message once, and times that people can read", () => {
  const message = '{"level":"error","ms":5,"user":{"id":"u1"},"a.b":true}';
  expect(
    wholeEventFields([
      ["@timestamp", "1796106258954"],
      ["@message", message],
      ["level", "error"],
      ["ms", "5"],
      ["user.id", "u1"],
      ["a.b", "true"],
      ["other", "x"],
      ["ms2", "5"],
    ]),
  ).toEqual([
    ["@timestamp", "2026-12-01 06:24:18.954"],
    ["@message", message],
    ["other", "x"],
    ["ms2", "5"],
  ]);
  // A value that differs is not left out.
  expect(
    wholeEventFields([
      ["@message", '{"level":"error"}'],
      ["level", "warn"],
    ]),
  ).toHaveLength(2);
});
