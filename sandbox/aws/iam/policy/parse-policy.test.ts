import { expect, test } from "vitest";
import cases from "#sandbox/aws/iam/cases/malformed-policies.json" with { type: "json" };
import { type PolicyKind, parsePolicy } from "./parse-policy.ts";

const kindOf = (kind: string) => (kind === "trust" ? "trust" : "identity");

test.each(cases)("rejects $name", ({ kind, document, message }) => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  expect(() => parsePolicy(text, kindOf(kind))).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument", status: 400, message }));
});

const VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const trustWith = (more: object) => JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", ...more } });

test.each<[string, PolicyKind, string, string]>([
  ["a managed policy that is not JSON", "managed", "{", "Syntax errors in policy."],
  ["a managed policy with another version", "managed", '{"Version":"1"}', "Syntax errors in policy."],
  ["JSON that is text", "trust", '"text"', "Syntax errors in policy."],
  ["text before an action", "trust", trustWith({ Action: "x sts:AssumeRole" }), VENDOR],
  ["text after an action", "trust", trustWith({ Action: "sts:AssumeRole!" }), VENDOR],
  ["no actions in a list", "trust", trustWith({ Action: [] }), "Policy statement must contain actions."],
  ["an empty action", "trust", trustWith({ Action: [""] }), "Syntax errors in policy."],
  ["a number as an action", "trust", trustWith({ Action: [7] }), "Syntax errors in policy."],
  ["both kinds of actions", "trust", trustWith({ NotAction: "sts:TagSession" }), "Syntax errors in policy."],
  ["null as a principal", "trust", trustWith({ Principal: null }), "Invalid principal in policy."],
])("rejects %s", (_, kind, text, message) => {
  expect(() => parsePolicy(text, kind)).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument", message }));
});

test.each(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext", "sts:*"])(
  "a trust policy can have %s",
  (Action) => {
    expect(parsePolicy(trustWith({ Action }), "trust").statements[0]?.action.patterns).toEqual([Action.toLowerCase()]);
  },
);

test("a permission policy can have a condition key without a service", () => {
  const statement = { Effect: "Allow", Action: "logs:*", Resource: "*", Condition: { StringEquals: { key: "x" } } };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  expect(parsePolicy(text, "identity").statements[0]?.conditions).toMatchObject([{ key: "key" }]);
});

test("accepts one statement without a list and keeps the original text", () => {
  const text = '{ "Statement": { "Effect": "Allow", "Action": "logs:*", "Resource": "*" } }';
  expect(parsePolicy(text, "identity")).toMatchObject({
    version: "2008-10-17",
    text,
    statements: [{ label: "Statement 1", effect: "Allow" }],
  });
});

test("parses principals, actions and conditions, and ignores the Id", () => {
  const statement = {
    Sid: "LetIn",
    Effect: "Deny",
    Principal: { AWS: ["*", "222222222222", "arn:aws-cn:iam::333333333333:root"], Service: "ec2.amazonaws.com", CanonicalUser: "79a5" },
    NotAction: ["sts:AssumeRole", "*"],
    Condition: { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a", 7, true] }, Null: { "sts:ExternalId": "TRUE" } },
  };
  expect(parsePolicy(JSON.stringify({ Version: "2012-10-17", Id: "any text", Statement: [statement] }), "trust").statements).toEqual([
    {
      label: "LetIn",
      effect: "Deny",
      principal: {
        not: false,
        entries: [
          { kind: "anyone" },
          { kind: "account", accountId: "222222222222" },
          { kind: "account", accountId: "333333333333" },
          { kind: "other", type: "Service", value: "ec2.amazonaws.com" },
          { kind: "other", type: "CanonicalUser", value: "79a5" },
        ],
      },
      action: { not: true, patterns: ["sts:assumerole", "*"] },
      resource: undefined,
      conditions: [
        expect.objectContaining({
          set: "ForAnyValue",
          ifExists: true,
          key: "aws:tagkeys",
          writtenKey: "aws:TagKeys",
          values: ["a", "7", "true"],
        }),
        expect.objectContaining({ operator: "Null", set: "single", ifExists: false, values: ["TRUE"] }),
      ],
    },
  ]);
});
