import { expect, test } from "vitest";
import { evaluateConditions } from "./evaluate-conditions.ts";
import type { JsonObject } from "./json-value.ts";

const known = { parameters: new Map([["LogAccess", "Query"]]), pseudo: {} };
const yes = { "Fn::Equals": [{ Ref: "LogAccess" }, "Query"] };
const no = { "Fn::Equals": [{ Ref: "LogAccess" }, "LiveTail"] };
const verdict = (conditions: JsonObject) => Object.fromEntries(evaluateConditions(new Map(Object.entries(conditions)), known));

test.each<[string, JsonObject, string]>([
  ["a circular reference", { A: { Condition: "B" }, B: { "Fn::Not": [{ Condition: "A" }] } }, "circular condition dependency"],
  ["an unknown name", { A: { Condition: "B" } }, "unresolved condition dependency B"],
  ["an Fn::Or of one", { A: { "Fn::Or": [yes] } }, "right number"],
  ["an Fn::Not of two", { A: { "Fn::Not": [yes, no] } }, "right number"],
  ["a function that is not a condition function", { A: { "Fn::Join": ["", []] } }, "must be a condition function"],
  ["a string", { A: "true" }, "not a condition function"],
  ["a reference to a resource", { A: { "Fn::Equals": [{ Ref: "Role" }, ""] } }, "Unresolved dependencies [Role]"],
])("rejects %s", (_, conditions, message) => {
  expect(() => verdict(conditions)).toThrow(message);
});

test("conditions combine and refer to each other in any order", () => {
  const conditions = { Later: { "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [no] }] }, Yes: { "Fn::Or": [no, yes] }, No: no };
  expect(verdict(conditions)).toEqual({ Later: true, Yes: true, No: false });
});
