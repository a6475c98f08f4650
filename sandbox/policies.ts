import { evaluateRoleAssumption } from "#sandbox/aws/iam/evaluate-role-assumption.ts";
import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import { callerOfRole, callerOfUser } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import type { Caller } from "#sandbox/aws/state/caller.ts";
import { actionsOf, assumptionContext } from "#sandbox/aws/sts/assume-role.ts";

/** An AssumeRole call of a role's session or of a user whose own policies allow it, so that only the trust policy decides. */
export interface AssumeRoleAttempt {
  /** `arn:aws:iam::ACCOUNT:role/NAME` or `arn:aws:iam::ACCOUNT:user/NAME`, without a path. */
  readonly callerArn: string;
  /** Not sent when absent. */
  readonly externalId?: string;
  /** `session` when absent. */
  readonly sessionName?: string;
  /** `127.0.0.1` when absent. */
  readonly sourceIp?: string;
  /** Seconds. */
  readonly durationSeconds?: number;
  /** A session policy, as JSON. */
  readonly policy?: string;
}

/**
 * Parses a trust policy and returns a function that says whether it allows an attempt, without HTTP and without a running sandbox.
 * @param roleArn the role whose trust policy it is, `arn:aws:iam::ACCOUNT:role/NAME`
 * @throws AwsError MalformedPolicyDocument when IAM would reject the policy; the returned function throws an Error when `callerArn` has
 * another form
 */
export function trustPolicyEvaluator(document: string, roleArn: string): (attempt: AssumeRoleAttempt) => boolean {
  const role = { arn: roleArn, accountId: roleArn.split(":")[4] ?? "", trust: parsePolicy(document, "trust") };
  return ({ callerArn, sourceIp = "127.0.0.1", sessionName = "session", ...others }) => {
    const caller = callerOf(callerArn);
    const input = { roleArn, sessionName, tags: new Map<string, string>(), transitiveTagKeys: [], ...others };
    const context = assumptionContext({ caller, region: "eu-central-1", sourceIp, userAgent: "test", now: new Date(0) }, input);
    return actionsOf(input).every((action) => evaluateRoleAssumption({ caller, role, action, context }).decision === "Allowed");
  };
}

const callers = new Map<string, Caller>();
const MAX_CALLERS = 500;

/** The newest callers are kept, because random tests ask about the same few callers many thousand times. */
function callerOf(arn: string): Caller {
  const known = callers.get(arn);
  if (known !== undefined) return known;
  const [, accountId = "", kind, name = ""] = /^arn:aws:iam::(\d{12}):(role|user)\/([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined) throw new Error(`${arn} is not the ARN of a role or of a user without a path`);
  if (callers.size >= MAX_CALLERS) callers.clear();
  const caller = kind === "role" ? callerOfRole(accountId, name) : callerOfUser(accountId, name);
  callers.set(arn, caller);
  return caller;
}
