import type { Wanted } from "./finding.ts";
import type { Parties } from "./parties.ts";

/** Stands where nobody said who the partner is; IAM refuses it, so it cannot be pasted by mistake. */
export const UNKNOWN_ACCOUNT = "PARTNER_ACCOUNT_ID";

/**
 * The statements that let in the portal's roles with the one External ID and nobody else: those of the template. The
 * principal is the account and a condition names the roles, so that re-creating a role of ours breaks nobody's trust.
 */
export function correctedStatements(wanted: Wanted, { accountIds }: Parties): readonly Readonly<Record<string, unknown>>[] {
  const { externalId, partition, partnerPrincipalArns } = wanted;
  const ids = accountIds.length > 0 ? accountIds : [UNKNOWN_ACCOUNT];
  const allow = (Sid: string, Action: string | readonly string[]) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS: ids.map((id) => `arn:${partition}:iam::${id}:root`) },
    Action,
    Condition: {
      StringEquals: { "sts:ExternalId": externalId },
      ...(partnerPrincipalArns.length > 0 && { ArnEquals: { "aws:PrincipalArn": [...partnerPrincipalArns] } }),
    },
  });
  return [allow("AssumeWithExternalId", "sts:AssumeRole"), allow("NameWithExternalId", ["sts:SetSourceIdentity", "sts:TagSession"])];
}
