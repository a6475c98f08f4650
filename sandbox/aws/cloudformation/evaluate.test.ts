import { expect, test } from "vitest";
import { evaluate, type Scope } from "./evaluate.ts";
import type { JsonValue } from "./json-value.ts";

const scope: Scope = {
  parameters: new Map([
    ["Name", "value"],
    ["Hostile", `\${Name}`],
  ]),
  pseudo: { "AWS::AccountId": "222222222222" },
  conditions: new Map([
    ["Yes", true],
    ["No", false],
  ]),
  created: new Map([["Role", { ref: "role-name", attributes: { Arn: "arn:role" } }]]),
};

const invalid: [string, JsonValue, string][] = [
  ["an unsupported intrinsic function", { "Fn::Select": [0, ["a"]] }, "unknown intrinsic function Fn::Select"],
  ["a function beside other keys", { Ref: "Name", Other: 1 }, "must be the only key"],
  ["a reference to an unknown name", { Ref: "Nothing" }, "Unresolved dependencies [Nothing]"],
  ["a reference to a property of Object.prototype", { Ref: "constructor" }, "Unresolved dependencies [constructor]"],
  ["a placeholder of an unknown name", { "Fn::Sub": `\${Nothing}` }, "Unresolved dependencies [Nothing]"],
  ["an unknown attribute", { "Fn::GetAtt": ["Role", "toString"] }, "does not support attribute type toString"],
  ["an unknown condition", { "Fn::If": ["Maybe", "a", "b"] }, "unresolved condition dependency Maybe"],
  ["an Fn::If without its third argument", { "Fn::If": ["Yes", "a"] }, "takes a list of 3"],
  ["an Fn::Sub of an object", { "Fn::Sub": { a: 1 } }, "takes a list of 2"],
  ["an Fn::Join of an object", { "Fn::Join": [",", [{ a: 1 }]] }, "needs a string"],
];

test.each(invalid)("rejects %s", (_, node, message) => {
  expect(() => evaluate(node, scope)).toThrow(message);
});

const evaluated: [string, JsonValue, JsonValue | undefined][] = [
  ["plain JSON is unchanged", { a: [1, true, null, "x"] }, { a: [1, true, null, "x"] }],
  ["Ref of a parameter", { Ref: "Name" }, "value"],
  ["Ref of a pseudo parameter", { Ref: "AWS::AccountId" }, "222222222222"],
  ["Ref of a resource", { Ref: "Role" }, "role-name"],
  ["GetAtt as a list", { "Fn::GetAtt": ["Role", "Arn"] }, "arn:role"],
  ["GetAtt as a path", { "Fn::GetAtt": "Role.Arn" }, "arn:role"],
  ["Sub of a string", { "Fn::Sub": `\${AWS::AccountId}:\${Name}:\${Role}:\${Role.Arn}` }, "222222222222:value:role-name:arn:role"],
  ["Sub with local values", { "Fn::Sub": [`\${Mine}-\${Name}`, { Mine: { Ref: "Name" } }] }, "value-value"],
  ["Sub keeps a literal", { "Fn::Sub": `\${!Name} $ {}` }, `\${Name} $ {}`],
  ["Sub does not substitute inside inserted values", { "Fn::Sub": `\${Hostile}` }, `\${Name}`],
  ["Join", { "Fn::Join": ["-", ["a", { Ref: "Name" }]] }, "a-value"],
  ["If", { "Fn::If": ["No", "a", { Ref: "Name" }] }, "value"],
  ["NoValue removes a property", { a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
  ["NoValue removes a list item", [1, { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] }], [1]],
];

test.each(evaluated)("%s", (_, node, expected) => {
  expect(evaluate(node, scope)).toEqual(expected);
});
