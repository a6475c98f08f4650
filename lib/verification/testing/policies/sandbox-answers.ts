import { evaluateRoleAssumption } from "#sandbox/aws/iam/evaluate-role-assumption.ts";
import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import { callerOfRole } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import type { Caller } from "#sandbox/aws/state/caller.ts";
import { actionsOf, assumptionContext } from "#sandbox/aws/sts/assume-role.ts";
import { CALLERS } from "./model/setting.ts";
import type { TrustDocument, TrustRequest } from "./model/trust-document.ts";

export const CUSTOMER_ROLE = "arn:aws:iam::222222222222:role/sallyport/reader";

/** The other parameters of the engine's call. No policy here has a condition on them. */
interface OtherParameters {
  readonly durationSeconds?: number;
  readonly policy?: string;
}

const callers: ReadonlyMap<string, Caller> = new Map(
  Object.values(CALLERS).map((arn) => [arn, callerOfRole(arn.split(":")[4] ?? "", arn.split("/").at(-1) ?? "")]),
);

/** The sandbox's evaluation of calls to a role with this trust policy, without HTTP. */
export function sandboxAnswers(document: TrustDocument): (request: TrustRequest, others?: OtherParameters) => boolean {
  const trust = parsePolicy(JSON.stringify(document), "trust");
  const role = { arn: CUSTOMER_ROLE, accountId: "222222222222", trust };
  return ({ callerArn, externalId, sessionName, sourceIp }, others = {}) => {
    const caller = callers.get(callerArn);
    if (caller === undefined) throw new Error(`${callerArn} is not a caller of the model`);
    const input = {
      roleArn: role.arn,
      sessionName,
      tags: new Map(),
      transitiveTagKeys: [],
      ...others,
      ...(externalId !== undefined && { externalId }),
    };
    const context = assumptionContext({ caller, region: "eu-central-1", sourceIp, userAgent: "test", now: new Date(0) }, input);
    return actionsOf(input).every((action) => evaluateRoleAssumption({ caller, role, action, context }).decision === "Allowed");
  };
}
