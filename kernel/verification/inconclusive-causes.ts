/** Why a verification was inconclusive, as text after "Inconclusive:". Customers and staff read the same text everywhere. */
export const INCONCLUSIVE_CAUSES = {
  throttled: "AWS throttled the calls",
  unreachable: "AWS did not respond in time",
  unfinished: "the verification did not finish",
  "control-did-not-answer": "the canary check was inconclusive",
  "identity-not-confirmed": "AWS did not confirm the identity of the role",
  "control-failed": "the canary check failed",
  "our-credentials": "AWS did not accept the portal’s credentials",
  "region-disabled": "AWS STS is not active in the portal’s Region",
  malformed: "the response did not come from AWS",
  unexpected: "unexpected response from AWS STS",
  "wrong-identity": "AWS returned credentials for a different role",
  "denied-between-grants": "AWS allowed the call once, then denied it",
  "verification-not-authentic": "the stored verification is not authentic",
  "role-id-changed": "the role was recreated during the verification",
} as const;

/** The cause as a sentence of its own. `reason` is that of the connection's last verification; an unknown one gives a general text. */
export function inconclusiveCause(reason: string | null): string {
  if (reason === null || !Object.hasOwn(INCONCLUSIVE_CAUSES, reason)) return "No successful verification in the last 24 hours";
  const cause = INCONCLUSIVE_CAUSES[reason as keyof typeof INCONCLUSIVE_CAUSES];
  return cause.charAt(0).toUpperCase() + cause.slice(1);
}
