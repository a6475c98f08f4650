import type { SendableId } from "#lib/aws/sent-external-id.ts";
import type { Partition } from "#lib/kernel/partition.ts";

/** A trust policy that lets in the partner's principals with one External ID and nobody else. Plain data. */
export interface MendedPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

/**
 * What to put in place of a policy with holes. The principal is the partner's account and a condition names its roles,
 * where they are known, so that re-creating a role of ours breaks nobody's trust.
 */
export function mendedPolicy(wanted: {
  readonly externalId: SendableId;
  readonly partition: Partition;
  readonly accountIds: readonly string[];
  readonly principalArns: readonly string[];
}): MendedPolicy {
  const { externalId, partition, accountIds, principalArns } = wanted;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: accountIds.map((id) => `arn:${partition}:iam::${id}:root`) },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": externalId },
          ...(principalArns.length > 0 && { ArnEquals: { "aws:PrincipalArn": principalArns } }),
        },
      },
    ],
  };
}
