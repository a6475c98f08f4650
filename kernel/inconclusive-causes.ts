/** Why a check proved nothing, as it is said after "Inconclusive:". A result's title, the line under a status and staff's note say the same. */
export const INCONCLUSIVE_CAUSES = {
  throttled: "AWS throttled the calls",
  unreachable: "AWS did not respond in time",
  unfinished: "the verification did not finish",
  "control-did-not-answer": "the canary check was inconclusive",
  "identity-not-confirmed": "AWS did not confirm the identity of the role",
  "control-failed": "the canary check failed",
  "our-credentials": "AWS did not accept the portal’s credentials",
  "region-disabled": "AWS STS is not active in the portal’s region",
  malformed: "the response did not come from AWS",
  unexpected: "unexpected response from AWS STS",
  "wrong-identity": "a different role answered",
  "denied-between-grants": "AWS allowed the role once, then denied it",
  "proof-not-authentic": "the stored verification is not authentic",
  "role-id-changed": "the role was recreated during the verification",
} as const;

/** The same, standing alone, for the word that a connection's last check left; where that is no doubt, no cause is named. */
export function inconclusiveCause(reason: string | null): string {
  if (reason === null || !Object.hasOwn(INCONCLUSIVE_CAUSES, reason)) return "No successful verification in the last 24 hours";
  const cause = INCONCLUSIVE_CAUSES[reason as keyof typeof INCONCLUSIVE_CAUSES];
  return cause.charAt(0).toUpperCase() + cause.slice(1);
}
