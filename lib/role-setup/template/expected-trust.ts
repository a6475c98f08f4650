import type { PortalEnv } from "#kernel/env.ts";
import type { Wanted } from "#lib/verification/shared/examine-trust-policy.ts";

/** Whom the trust policy of a role with this External ID must let in, as the doctor is asked. Plain data: it goes to the browser. */
export function wantedTrust({ partition, partnerAccountIds, partnerPrincipalArns }: PortalEnv, externalId: string): Wanted {
  return { externalId, partition, partnerAccountIds, partnerPrincipalArns };
}
