import type { PortalEnv } from "#kernel/env.ts";
import { trustPolicy } from "./trust-policy.ts";

/** The trust policy for one External ID, or for the two of a rotation, as people copy it: JSON with two spaces. */
export function prettyTrustPolicy(
  env: Pick<PortalEnv, "partition" | "partnerAccountIds" | "partnerPrincipalArns">,
  externalId: string | readonly string[],
): string {
  const { partition, partnerAccountIds, partnerPrincipalArns } = env;
  return JSON.stringify(trustPolicy({ partition, partnerAccountIds, partnerPrincipalArns, externalId }), null, 2);
}
