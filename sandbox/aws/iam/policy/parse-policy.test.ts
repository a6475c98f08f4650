import { expect, test } from "vitest";
import cases from "#sandbox/aws/iam/cases/malformed-policies.json" with { type: "json" };
import { parsePolicy } from "./parse-policy.ts";

const kindOf = (kind: string) => (kind === "trust" ? "trust" : "identity");

test.each(cases)("rejects $name", ({ kind, document, message }) => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  expect(() => parsePolicy(text, kindOf(kind))).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument", status: 400, message }));
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
