import { expect, test } from "vitest";
import { addToPattern, type Clause } from "./add-to-pattern.ts";

const field = (name: string, value: string | number | boolean | null): Clause => ({ kind: "field", path: [name], value });
const word = (text: string): Clause => ({ kind: "word", word: text });
const EVENT = '{"level":"error","status": 504}';

test.each<[string, string, Clause, "only" | "not"]>([
  ["a field's name that a selector cannot say", "", field("a.b", 1), "only"],
  ["a word over a selector", "{ $.a = 1 }", word("ERROR"), "only"],
  ["a field over terms when the event does not spell it so", "charge", field("status", 505), "only"],
  ["words with gaps over terms", "charge", { kind: "like", path: ["msg"], value: "a * b" }, "only"],
  ["a place in a list over terms", "charge", { kind: "field", path: ["roles", 0], value: "admin" }, "only"],
  ["that a field is not null", "", field("a", null), "not"],
  ["anything over a selector that is not closed", "{ $.a = ", field("b", 1), "only"],
  ["what would be longer than AWS takes", "x".repeat(1020), word("timeout"), "only"],
])("no pattern for %s", (_, pattern, clause, mode) => {
  expect(addToPattern(pattern, clause, mode, EVENT)).toBeNull();
});

test.each<[string, Clause, "only" | "not", string]>([
  ["", field("level", "error"), "only", '{ $.level = "error" }'],
  ["", field("status", 504), "not", "{ $.status != 504 }"],
  ["", field("ok", false), "only", "{ $.ok IS FALSE }"],
  ["", field("ok", false), "not", "{ $.ok IS TRUE }"],
  ["", field("user", null), "only", "{ $.user IS NULL }"],
  ["", field("msg", 'a "b" \\'), "only", '{ $.msg = "a \\"b\\" \\\\" }'],
  ['{ $.level = "error" }', field("status", 504), "only", '{ $.level = "error" && $.status = 504 }'],
  ["{ $.a = 1 || $.b = 2 }", field("c", 3), "not", "{ ($.a = 1 || $.b = 2) && $.c != 3 }"],
  ["{ $.a = 1 && $.c = 3 }", field("c", 3), "only", "{ $.a = 1 && $.c = 3 }"],
  ["charge", field("level", "error"), "only", 'charge "\\"level\\":\\"error\\""'],
  ["charge", field("status", 504), "not", 'charge -"\\"status\\": 504"'],
  ["", { kind: "field", path: ["user", "roles", 0], value: "admin" }, "only", '{ $.user.roles[0] = "admin" }'],
  ["", { kind: "like", path: ["msg"], value: "order * shipped" }, "only", '{ $.msg = "order * shipped" }'],
  ["", word("ERROR"), "only", '"ERROR"'],
  ['charge "ERROR"', word("ERROR"), "only", 'charge "ERROR"'],
  ["charge", word("ERROR"), "not", 'charge -"ERROR"'],
  // An included value that is now excluded, and the reverse: both conditions together would find nothing.
  ["{ $.status = 200 }", field("status", 200), "not", "{ $.status != 200 }"],
  ["{ $.a = 1 && $.status != 200 && $.b > 2 }", field("status", 200), "only", "{ $.a = 1 && $.b > 2 && $.status = 200 }"],
  ["{ $.status = 200 }", field("status", 500), "only", "{ $.status = 500 }"],
  ["{ $.status = 200 }", field("status", 500), "not", "{ $.status = 200 && $.status != 500 }"],
  ["{ $.status >= 200 }", field("status", 500), "only", "{ $.status >= 200 && $.status = 500 }"],
  ["{ $.statuses = 200 }", field("status", 500), "only", "{ $.statuses = 200 && $.status = 500 }"],
  ["{ $.ok IS TRUE }", field("ok", false), "only", "{ $.ok IS FALSE }"],
  ['{ $.msg = "a && b" && $.c = 1 }', field("msg", "x"), "only", '{ $.c = 1 && $.msg = "x" }'],
  ["{ ($.a = 1 || $.a = 2) && $.c = 3 }", field("c", 4), "only", "{ (($.a = 1 || $.a = 2) && $.c = 3) && $.c = 4 }"],
  ['charge "ERROR"', word("ERROR"), "not", 'charge -"ERROR"'],
  ['-"ERROR" charge', word("ERROR"), "only", '"ERROR" charge'],
])("%s and %o, %s: %s", (pattern, clause, mode, expected) => {
  expect(addToPattern(pattern, clause, mode, EVENT)).toBe(expected);
});
