import { expect, test } from "vitest";
import { readJson } from "./read-json.ts";
import { readTrustPolicy } from "./read-trust-policy.ts";

const base = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };
const read = (policy: object) => readTrustPolicy(readJson(JSON.stringify(policy)));
const one = (statement: object) => read({ Statement: statement }).statements[0];

test("every operator of IAM is accepted, with and without IfExists, ForAllValues and ForAnyValue", () => {
  const operators = [
    ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
    ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"],
    ...["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
    ...["Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
  ];
  for (const name of operators)
    for (const [operator, set, ifExists] of [
      [name, null, false],
      [`${name}IfExists`, null, true],
      [`ForAllValues:${name}`, "ForAllValues", false],
      [`ForAnyValue:${name}IfExists`, "ForAnyValue", true],
    ])
      expect(one({ ...base, Condition: { [`${operator}`]: { "a:B": "x" } } })?.conditions).toMatchObject([
        { operator, test: name, set, ifExists, writtenKey: "a:B", key: "a:b", values: [{ text: "x" }] },
      ]);
  expect(one({ ...base, Condition: { Null: { "a:B": [true, "FALSE"] } } })?.conditions).toMatchObject([
    { test: "Null", set: null, ifExists: false, values: [{ text: "true" }, { text: "FALSE" }] },
  ]);
});

test("every condition of every operator is read, with its position", () => {
  const Condition = { StringEquals: { "a:b": "x", "c:d": "y" }, Bool: { "e:f": "true" } };
  const text = JSON.stringify({ Statement: { ...base, Condition } });
  expect(one({ ...base, Condition })?.conditions).toMatchObject([
    { at: text.indexOf('"a:b"'), operatorAt: text.indexOf('"StringEquals"'), key: "a:b" },
    { at: text.indexOf('"c:d"'), operatorAt: text.indexOf('"StringEquals"'), key: "c:d" },
    { at: text.indexOf('"e:f"'), operatorAt: text.indexOf('"Bool"'), key: "e:f" },
  ]);
  expect(one(base)?.conditions).toEqual([]);
});

test("statements are numbered from 1, with their principals and actions, negated or not", () => {
  const { hasVariables, statements } = read({
    Version: "2012-10-17",
    Id: "x",
    Statement: [
      { ...base, Sid: "a" },
      { Effect: "Deny", NotPrincipal: { AWS: ["999999999999", "arn:aws:iam::999999999999:root"] }, NotAction: ["sts:TagSession", "*"] },
      { ...base, Principal: { Service: "ec2.amazonaws.com", Federated: "x", CanonicalUser: "y" } },
    ],
  });
  expect(hasVariables).toBe(true);
  expect(statements).toMatchObject([
    {
      n: 1,
      effect: "Allow",
      principals: { negated: false, aws: [{ text: "*" }], others: false },
      actions: { negated: false, patterns: [{ text: "sts:AssumeRole" }] },
      written: { ...base, Sid: "a" },
    },
    {
      n: 2,
      effect: "Deny",
      principals: { negated: true, aws: [{ text: "999999999999" }, { text: "arn:aws:iam::999999999999:root" }], others: false },
      actions: { negated: true, patterns: [{ text: "sts:TagSession" }, { text: "*" }] },
    },
    { n: 3, principals: { negated: false, aws: [], others: true } },
  ]);
});

test.each([
  "*",
  "999999999999",
  "arn:aws-us-gov:iam::999999999999:user/a/b",
  "arn:aws:sts::999999999999:assumed-role/r/s",
  "AROAEXAMPLEEXAM1",
])("%s is a valid principal", (AWS) => {
  expect(one({ ...base, Principal: { AWS } })?.principals.aws).toMatchObject([{ text: AWS }]);
});

test.each([
  [{ Version: "2012-10-17" }, true],
  [{ Version: "2008-10-17" }, false],
  [{}, false],
])("with %j, policy variables exist: %s", (version, hasVariables) => {
  expect(read({ ...version, Statement: base }).hasVariables).toBe(hasVariables);
});
