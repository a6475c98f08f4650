import type { ExpectedTrust, PlacedFinding } from "./finding.ts";
import type { Parties } from "./parties.ts";
import { conditionHolds } from "./policy/condition-holds.ts";
import { contextOf, evaluateRequest } from "./policy/evaluate-request.ts";
import type { Condition } from "./policy/read-condition.ts";
import { quoteForDisplay } from "./policy/read-json.ts";
import type { TrustPolicy } from "./policy/read-trust-policy.ts";

/** Warnings for conditions that the portal's calls meet only sometimes, such as those on an IP address, a session name or a tag. */
export function findUnsureConditions(policy: TrustPolicy, expected: ExpectedTrust, parties: Parties): readonly PlacedFinding[] {
  const found = new Map<number, PlacedFinding>();
  for (const principalArn of parties.ourRoles) {
    const request = { principalArn, externalId: expected.externalId };
    for (const { n, effect, conditions } of evaluateRequest(policy, request).unsure) {
      const open = conditions.filter((condition) => conditionHolds(condition, contextOf(request), policy.hasVariables) === "maybe");
      for (const condition of open) {
        const sentence = unsureSentence(condition, effect);
        found.set(condition.at, { at: condition.at, statement: n, weakness: "unsure", severity: "warning", sentence });
      }
    }
  }
  return [...found.values()];
}

function unsureSentence({ key, writtenKey }: Condition, effect: "Allow" | "Deny"): string {
  const so = effect === "Allow" ? "this condition can stop matching at any time" : "this statement can deny the portal at any time";
  if (key === "sts:rolesessionname") return `The portal gives every session a new name ("sp-" and 20 characters), so ${so}.`;
  if (key === "aws:sourceip" || key === "aws:vpcsourceip") return `The portal’s IP addresses can change, so ${so}.`;
  if (key === "aws:multifactorauthpresent" || key === "aws:multifactorauthage") return `The portal has no MFA device, so ${so}.`;
  return `The value of ${quoteForDisplay(writtenKey)} in the portal’s calls can change, so ${so}.`;
}
