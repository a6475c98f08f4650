import { z } from "zod";
import { evaluateRoleAssumption } from "#sandbox/aws/iam/evaluate-role-assumption.ts";
import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { callerOfKey } from "#sandbox/aws/state/authenticate.ts";
import { FIXED_KEYS } from "#sandbox/aws/state/sandbox-accounts.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { actionsOf, assumptionContext } from "#sandbox/aws/sts/assume-role.ts";
import { readAssumeRole } from "#sandbox/aws/sts/read-assume-role.ts";

const Input = z.strictObject({
  roleArn: z.string(),
  /** Absent when the parameter is not sent. */
  externalId: z.string().optional(),
  sessionName: z.string().default("explain"),
  /** One of the fixed access keys; the partner's by default. */
  accessKeyId: z.string().default("AKIASANDBOXPARTNER01"),
  /** Evaluate this trust policy instead of that of the role. */
  trustPolicy: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

/**
 * Returns the decision of an AssumeRole call with the reason for each statement, which AWS does not return.
 * @throws AwsError for an unknown access key or invalid parameters
 */
export function explain(state: SandboxState, raw: unknown) {
  const input = Input.parse(raw);
  const key = FIXED_KEYS.find((each) => each.accessKeyId === input.accessKeyId);
  if (key === undefined) throw new AwsError("InvalidClientTokenId", "explain accepts only the fixed access keys");
  const caller = callerOfKey(state, key);
  const fields = new URLSearchParams({ RoleArn: input.roleArn, RoleSessionName: input.sessionName });
  if (input.externalId !== undefined) fields.set("ExternalId", input.externalId);
  const request = readAssumeRole(fields);
  const role = state.iam.findByArn(input.roleArn);
  if (role === undefined && input.trustPolicy === undefined) return { decision: "ImplicitlyDenied", why: ["the role does not exist"] };
  const facts = { caller, region: state.region, sourceIp: "127.0.0.1", userAgent: "explain", now: new Date() };
  const trust = input.trustPolicy === undefined ? role?.trust : parsePolicy(textOf(input.trustPolicy), "trust");
  if (trust === undefined) return { decision: "ImplicitlyDenied", why: ["the role does not exist"] };
  const accountId = role?.accountId ?? /::(\d{12}):/.exec(input.roleArn)?.[1] ?? "";
  const [action = "sts:AssumeRole"] = actionsOf(request);
  return evaluateRoleAssumption({
    caller,
    action,
    role: { arn: input.roleArn, accountId, trust },
    context: assumptionContext(facts, request),
  });
}

const textOf = (document: unknown) => (typeof document === "string" ? document : JSON.stringify(document));
