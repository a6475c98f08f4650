import { expect, test } from "vitest";
import { contextKeysOf } from "./context-keys-of.ts";
import { callerOfRole } from "./testing/callers-and-policies.ts";

const facts = { region: "eu-central-1", sourceIp: "192.0.2.1", userAgent: "test/1", now: new Date("2026-11-24T12:00:00.900Z") };
const ofAll = {
  "aws:sourceip": ["192.0.2.1"],
  "aws:requestedregion": ["eu-central-1"],
  "aws:securetransport": ["true"],
  "aws:currenttime": ["2026-11-24T12:00:00.900Z"],
  "aws:epochtime": ["1795521600"],
  "aws:useragent": ["test/1"],
  "aws:viaawsservice": ["false"],
  "aws:principalisawsservice": ["false"],
};
const session = callerOfRole("999999999999", "sallyport");

test("a role session has the ARN of its role and no key without a value", () => {
  expect(Object.fromEntries(contextKeysOf({ ...facts, caller: session }))).toEqual({
    ...ofAll,
    "aws:principalarn": ["arn:aws:iam::999999999999:role/sallyport"],
    "aws:principalaccount": ["999999999999"],
    "aws:principaltype": ["AssumedRole"],
    "aws:userid": ["AROATEST:session"],
  });
});

test("a user has its name, and tags and source identity if there are any", () => {
  const user = {
    ...session,
    kind: "user" as const,
    principalArn: "arn:aws:iam::999999999999:user/ann",
    userId: "AIDATEST",
    userName: "ann",
    sourceIdentity: "ann@example.com",
    sessionTags: new Map([["Team", "Blue"]]),
  };
  expect(Object.fromEntries(contextKeysOf({ ...facts, caller: user }))).toEqual({
    ...ofAll,
    "aws:principalarn": ["arn:aws:iam::999999999999:user/ann"],
    "aws:principalaccount": ["999999999999"],
    "aws:principaltype": ["User"],
    "aws:userid": ["AIDATEST"],
    "aws:username": ["ann"],
    "aws:sourceidentity": ["ann@example.com"],
    "aws:principaltag/team": ["Blue"],
  });
});

test("a federated user has its own type, and neither a role nor the name of the user who made it", () => {
  const arn = "arn:aws:sts::999999999999:federated-user/Bob";
  const federated = { ...session, kind: "federated-user" as const, arn, principalArn: arn, userId: "999999999999:Bob" };
  expect(Object.fromEntries(contextKeysOf({ ...facts, caller: federated }))).toEqual({
    ...ofAll,
    "aws:principalarn": [arn],
    "aws:principalaccount": ["999999999999"],
    "aws:principaltype": ["FederatedUser"],
    "aws:userid": ["999999999999:Bob"],
  });
});

test("keys of a service are stored in lower case; a key without a value is absent", () => {
  const extra = { "sts:ExternalId": undefined, "sts:RoleSessionName": "sp-x", "aws:TagKeys": ["A", "B"] };
  const keys = contextKeysOf({ ...facts, caller: session }, extra);
  expect(keys.has("sts:externalid")).toBe(false);
  expect(keys.get("sts:rolesessionname")).toEqual(["sp-x"]);
  expect(keys.get("aws:tagkeys")).toEqual(["A", "B"]);
});
