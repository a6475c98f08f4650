import { describe, expect, test } from "vitest";
import { contextOf, evaluateRequest, namesAssumeRole, namesCaller } from "./evaluate-request.ts";
import { readJson } from "./read-json.ts";
import { readTrustPolicy } from "./read-trust-policy.ts";

const request = { principalArn: "arn:aws:iam::999999999999:role/path/sallyport", externalId: "abc" };
const base = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };
const policy = (...statements: readonly object[]) =>
  readTrustPolicy(readJson(JSON.stringify({ Version: "2012-10-17", Statement: statements })));
const yes = { StringEquals: { "sts:ExternalId": "abc" } };
const no = { StringEquals: { "sts:ExternalId": "abd" } };
const maybe = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };

function said(...statements: readonly object[]) {
  const { allowing, unsure, denying } = evaluateRequest(policy(...statements), request);
  const numbers = (of: readonly { readonly n: number }[]) => of.map(({ n }) => n);
  return { allowing: numbers(allowing), unsure: numbers(unsure), denying: numbers(denying) };
}

describe("the whole policy is evaluated", () => {
  const deny = { ...base, Effect: "Deny" };
  test("a Deny that applies overrides every Allow", () => {
    expect(said(base, deny, { ...deny, Condition: maybe })).toEqual({ allowing: [], unsure: [], denying: [2] });
  });

  test("a Deny that may apply denies nothing, and is unsure", () => {
    expect(said(base, { ...deny, Condition: maybe })).toEqual({ allowing: [1], unsure: [2], denying: [] });
    expect(said(base, { ...deny, Condition: no })).toEqual({ allowing: [1], unsure: [], denying: [] });
  });

  test("an Allow that may apply counts as allowed, and is unsure unless another one applies", () => {
    expect(said({ ...base, Condition: maybe })).toEqual({ allowing: [1], unsure: [1], denying: [] });
    expect(said({ ...base, Condition: maybe }, { ...base, Condition: yes })).toEqual({ allowing: [1, 2], unsure: [], denying: [] });
  });

  test("every condition of a statement must match", () => {
    expect(said({ ...base, Condition: { ...yes, ...maybe } })).toEqual({ allowing: [1], unsure: [1], denying: [] });
    expect(said({ ...base, Condition: { ...no, ...maybe } })).toEqual({ allowing: [], unsure: [], denying: [] });
  });

  test("a statement about other callers or another action does not apply", () => {
    expect(said({ ...base, Principal: { AWS: "111111111111" } }, { ...base, Action: "sts:TagSession" })).toEqual({
      allowing: [],
      unsure: [],
      denying: [],
    });
  });

  test("variables exist only in the newer policy language", () => {
    const statement = { ...base, Condition: { StringEquals: { "sts:ExternalId": `\${sts:ExternalId}` } } };
    expect(said(statement).allowing).toEqual([1]);
    expect(evaluateRequest(readTrustPolicy(readJson(JSON.stringify({ Statement: statement }))), request).allowing).toEqual([]);
  });
});

test.each([
  [{ Action: "sts:AssumeRole" }, true],
  [{ Action: "STS:assumerole" }, true],
  [{ Action: "sts:Assume*" }, true],
  [{ Action: "*" }, true],
  [{ Action: "sts:AssumeRol?" }, true],
  [{ Action: "sts:AssumeRoleWithSAML" }, false],
  [{ Action: ["sts:TagSession", "sts:AssumeRole"] }, true],
  [{ NotAction: "sts:AssumeRole" }, false],
  [{ NotAction: "sts:TagSession" }, true],
])("%j is about AssumeRole: %s", (action, expected) => {
  const { Action: _, ...rest } = base;
  const [statement] = policy({ ...rest, ...action }).statements;
  expect(statement && namesAssumeRole(statement)).toBe(expected);
});

test.each([
  ["*", true],
  ["999999999999", true],
  ["arn:aws:iam::999999999999:root", true],
  [request.principalArn, true],
  ["arn:aws:sts::999999999999:assumed-role/sallyport/sp-x", true],
  ["111111111111", false],
  ["arn:aws-cn:iam::999999999999:root", false],
  ["arn:aws:iam::111111111111:root", false],
  ["arn:aws:iam::999999999999:role/sallyport", false],
  ["arn:aws:sts::999999999999:assumed-role/sally/sp-x", false],
  ["arn:aws:sts::999999999999:assumed-role/sallyport2/sp-x", false],
  ["arn:aws:sts::111111111111:assumed-role/sallyport/sp-x", false],
  ["arn:aws-cn:sts::999999999999:assumed-role/sallyport/sp-x", false],
])("%s names the portal's role: %s", (AWS, expected) => {
  const [named] = policy({ ...base, Principal: { AWS: ["222222222222", AWS] } }).statements;
  expect(named && namesCaller(named.principals, request.principalArn)).toBe(expected);
  const { Principal: _, ...rest } = base;
  const [others] = policy({ ...rest, NotPrincipal: { AWS } }).statements;
  expect(others && namesCaller(others.principals, request.principalArn)).toBe(!expected);
});

test("the context has only the values that all calls of the portal have", () => {
  expect(Object.fromEntries(contextOf({ ...request, externalId: undefined }))).toEqual({
    "sts:externalid": undefined,
    "aws:principalarn": request.principalArn,
    "aws:principalaccount": "999999999999",
    "aws:principaltype": "AssumedRole",
    "aws:securetransport": "true",
  });
  expect(contextOf(request).get("sts:externalid")).toBe("abc");
});
