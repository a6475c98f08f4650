/** Why a check proved nothing, as it is said after "Not proven:". A result's title, the line under a status and staff's note say the same. */
export const DOUBT_CAUSES = {
  throttled: "AWS limited our calls",
  unreachable: "AWS didn’t answer in time",
  unfinished: "the check didn’t come to its end",
  "control-did-not-answer": "our own control got no answer",
  "identity-not-confirmed": "AWS didn’t confirm which role opened",
  "control-failed": "our own check is out of order",
  "our-credentials": "our own check is out of order",
  "region-disabled": "AWS STS is switched off in our region",
  malformed: "the answer didn’t come from AWS",
  unexpected: "AWS gave an answer that we don’t know",
  "wrong-identity": "another role answered",
  "denied-between-grants": "the role opened once and then refused us",
  "role-id-changed": "the role was replaced while we looked",
} as const;

/** The same, standing alone, for the word that a connection's last check left; where that is no doubt, no cause is named. */
export function doubtCause(reason: string | null): string {
  if (reason === null || !Object.hasOwn(DOUBT_CAUSES, reason)) return "No check has proven it lately";
  const cause = DOUBT_CAUSES[reason as keyof typeof DOUBT_CAUSES];
  return cause.charAt(0).toUpperCase() + cause.slice(1);
}
