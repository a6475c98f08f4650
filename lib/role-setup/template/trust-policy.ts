import type { Partition } from "#kernel/aws/partition.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";

export interface TrustOptions<Id> {
  /** The connection's own External ID, or the template's reference to its parameter. */
  readonly externalId: Id;
  readonly partition: Partition;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
}

/** A trust policy as the portal asks for it: two Allow statements with the same condition. */
export interface TrustPolicy<Id> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly TrustStatement<Id>[];
}

interface TrustStatement<Id> {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: readonly string[] };
  readonly Action: string | readonly string[];
  readonly Condition: {
    readonly StringEquals: { readonly "sts:ExternalId": Id };
    readonly ArnEquals: { readonly "aws:PrincipalArn": readonly string[] };
  };
}

/**
 * The trust policy of a customer's role. The principal is the partner's account, and a condition names the partner's roles. Recreating
 * a partner role therefore does not break the trust (for a role in `Principal`, IAM stores its unique ID and not its ARN). The
 * second statement gives no access: reads set a source identity with it, and a role without it can still be read.
 * @throws when no account or no principal is given, because the policy would then trust no principal, or the whole account
 */
export function trustPolicy<Id>(options: TrustOptions<Id>): TrustPolicy<Id> {
  const { externalId, partition, partnerAccountIds, partnerPrincipalArns } = options;
  for (const account of partnerAccountIds) if (!/^[0-9]{12}$/.test(account)) throw new Error("a partner account id is not twelve digits");
  for (const arn of partnerPrincipalArns) {
    if (!arn.startsWith(`arn:${partition}:iam::`) || /[*?$\s]/.test(arn))
      throw new Error("a partner principal is not a plain IAM ARN of this partition");
  }
  if (partnerAccountIds.length === 0 || partnerPrincipalArns.length === 0)
    throw new Error("a trust policy needs a partner account and a principal");
  const allow = (sid: string, action: string | readonly string[]): TrustStatement<Id> => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: partnerAccountIds.map((account) => `arn:${partition}:iam::${account}:root`) },
    Action: action,
    Condition: { StringEquals: { "sts:ExternalId": externalId }, ArnEquals: { "aws:PrincipalArn": [...partnerPrincipalArns] } },
  });
  return {
    Version: "2012-10-17",
    Statement: [allow("AssumeWithExternalId", "sts:AssumeRole"), allow("NameWithExternalId", ["sts:SetSourceIdentity", "sts:TagSession"])],
  };
}

/** The trust policy for one External ID, or for the two of a rotation, as people copy it: JSON with two spaces of indentation. */
export function prettyTrustPolicy(
  env: Pick<PortalEnv, "partition" | "partnerAccountIds" | "partnerPrincipalArns">,
  externalId: string | readonly string[],
): string {
  const { partition, partnerAccountIds, partnerPrincipalArns } = env;
  return JSON.stringify(trustPolicy({ partition, partnerAccountIds, partnerPrincipalArns, externalId }), null, 2);
}

/** Whom the trust policy of a role with this External ID must allow, for the policy doctor. Plain data, because it is sent to the browser. */
export function expectedTrust({ partition, partnerAccountIds, partnerPrincipalArns }: PortalEnv, externalId: string): ExpectedTrust {
  return { externalId, partition, partnerAccountIds, partnerPrincipalArns };
}
