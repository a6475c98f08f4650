import { expect, test } from "vitest";
import { lacksExternalId } from "./lacks-external-id.ts";

const policy = (Statement: unknown) => ({ Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
const DENY = { Effect: "Deny", Action: "*", Resource: "*" };
const ROLE = "arn:aws:iam::222222222222:role/sallyport/logs";
const call = { action: "AssumeRole", roleArn: ROLE, externalId: null, parameters: policy([DENY]) };

test.each([
  ["a session that can read", { parameters: policy([{ Effect: "Allow", Action: "logs:FilterLogEvents", Resource: "*" }]) }],
  ["a session without a policy", { parameters: {} }],
  ["a session with an invalid policy", { parameters: { Policy: "deny" } }],
  ["a session that is denied one service", { parameters: policy([{ ...DENY, Action: "s3:*" }]) }],
  ["a session that is denied everything on a condition", { parameters: policy([{ ...DENY, Condition: { Null: {} } }]) }],
  ["an empty ID", { externalId: "", parameters: {} }],
  ["no role ARN", { roleArn: null, parameters: {} }],
])("%s and no External ID: the External ID is missing", (_what, other) => {
  expect(lacksExternalId({ ...call, ...other })).toBe(true);
});

test.each([
  ["a session without any permission", {}],
  ["an ID", { externalId: "sp-1", parameters: {} }],
  ["a role of the partner", { roleArn: "arn:aws:iam::999999999999:role/sallyport-second", parameters: {} }],
  ["a role of the canary account", { roleArn: "arn:aws:iam::111111111111:role/sallyport-outside", parameters: {} }],
  ["another call", { action: "GetCallerIdentity", roleArn: null, parameters: {} }],
])("%s: no External ID is missing", (_what, other) => {
  expect(lacksExternalId({ ...call, ...other })).toBe(false);
});
