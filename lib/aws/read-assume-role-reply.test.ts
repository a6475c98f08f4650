import type { AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { readAssumeRoleReply } from "./assume-role.ts";

const asked = { roleArn: storedRoleArn("arn:aws:iam::222222222222:role/sallyport/logs"), sessionName: "sp-x" };
const Expiration = new Date("2026-11-24T12:15:00Z");
const Credentials = { AccessKeyId: "ASIATEST", SecretAccessKey: "secret", SessionToken: "token", Expiration };
const AssumedRoleUser = { AssumedRoleId: "AROATESTROLE:sp-x", Arn: "arn:aws:sts::222222222222:assumed-role/logs/sp-x" };
const read = (reply: object) =>
  readAssumeRoleReply({ $metadata: {}, Credentials, AssumedRoleUser, ...reply } as AssumeRoleCommandOutput, asked);

describe("is not a session: the reply is incomplete", () => {
  test.each([
    ["no credentials", { Credentials: undefined }],
    ["no access key", { Credentials: { ...Credentials, AccessKeyId: "" } }],
    ["no secret", { Credentials: { ...Credentials, SecretAccessKey: undefined } }],
    ["no token", { Credentials: { ...Credentials, SessionToken: "" } }],
    ["no expiration", { Credentials: { ...Credentials, Expiration: undefined } }],
    ["an expiration that is not a date", { Credentials: { ...Credentials, Expiration: "tomorrow" } }],
    ["an invalid date as expiration", { Credentials: { ...Credentials, Expiration: new Date("never") } }],
    ["no assumed role", { AssumedRoleUser: undefined }],
    ["no ARN of the assumed role", { AssumedRoleUser: { ...AssumedRoleUser, Arn: "" } }],
    ["no role id", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: undefined } }],
    ["a user's id", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: "AIDATESTROLE:sp-x" } }],
    ["a role id inside something else", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: "xAROATESTROLE:sp-x" } }],
    ["a role id that is too short", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: "AROATESTROL:sp-x" } }],
    ["a role id with a hyphen", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: "AROATEST-ROLE:sp-x" } }],
    ["a role id without the session name", { AssumedRoleUser: { ...AssumedRoleUser, AssumedRoleId: "AROATESTROLE" } }],
  ])("%s", (_name, reply) => {
    expect(read(reply)).toEqual({ kind: "unusable", why: "malformed" });
  });
});

describe("is not a session: it belongs to another role", () => {
  test.each([
    ["another partition", { Arn: "arn:aws-cn:sts::222222222222:assumed-role/logs/sp-x" }],
    ["another account", { Arn: "arn:aws:sts::333333333333:assumed-role/logs/sp-x" }],
    ["another role", { Arn: "arn:aws:sts::222222222222:assumed-role/log/sp-x" }],
    ["another session's ARN", { Arn: "arn:aws:sts::222222222222:assumed-role/logs/sp-y" }],
    ["another session's id", { AssumedRoleId: "AROATESTROLE:sp-y" }],
    ["the path of the role, which this ARN never has", { Arn: "arn:aws:sts::222222222222:assumed-role/sallyport/logs/sp-x" }],
  ])("%s", (_name, user) => {
    expect(read({ AssumedRoleUser: { ...AssumedRoleUser, ...user } })).toEqual({ kind: "unusable", why: "wrong-identity" });
  });
});

test("a session has the values of the reply, with the credentials in a Secret", () => {
  const reply = read({});
  expect(reply).toMatchObject({
    kind: "session",
    session: { assumedRoleArn: AssumedRoleUser.Arn, accountId: "222222222222", roleId: "AROATESTROLE", expiresAt: Expiration },
  });
  if (reply.kind !== "session") return;
  expect(reply.session.credentials.reveal()).toEqual({
    accessKeyId: "ASIATEST",
    secretAccessKey: "secret",
    sessionToken: "token",
    expiration: Expiration,
  });
});

test("two sessions never have the same id, so that each has its own client", () => {
  const ids = [read({}), read({})].map((reply) => (reply.kind === "session" ? reply.session.id : ""));
  expect(new Set(ids).size).toBe(2);
});
