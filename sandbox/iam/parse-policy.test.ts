import { expect, test } from "vitest";
import cases from "./cases/malformed-policies.json" with { type: "json" };
import { parsePolicy } from "./parse-policy.ts";

const kindOf = (kind: string) => (kind === "trust" ? "trust" : "identity");

test.each(cases)("refuses $name", ({ kind, document, message }) => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  expect(() => parsePolicy(text, kindOf(kind))).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument", status: 400, message }));
});

test("takes one statement without a list, and repeats the text as it was given", () => {
  const text = '{ "Statement": { "Effect": "Allow", "Action": "logs:*", "Resource": "*" } }';
  expect(parsePolicy(text, "identity")).toMatchObject({
    version: "2008-10-17",
    text,
    statements: [{ label: "Statement 1", effect: "Allow" }],
  });
});
