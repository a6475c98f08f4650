import type { Severity, StepOwner } from "./severities.ts";

/** A kind of alert: what raises it, what it means, what to do, and what ends it. Every text is for staff and for the operator's page. */
export interface AlertRule {
  readonly severity: Severity;
  /** Of an alert about a connection or a customer, followed by its name. */
  readonly title: string;
  readonly happened: string;
  readonly steps: readonly [string, ...string[]];
  readonly owner: StepOwner;
  /** When the portal resolves it; null if only a person can. */
  readonly ends: string | null;
  /** A person may resolve it, with a note. */
  readonly byPerson: boolean;
}

const RULES = {
  quarantined: {
    severity: "critical",
    title: "Connection is quarantined",
    happened:
      "The role can be assumed without the current External ID. Log access has stopped, and the portal notified the owners by email.",
    steps: [
      "Call an owner of the customer. Only the customer can fix the trust policy.",
      "Send them to the connection’s page, which shows the corrected trust policy.",
      "Ask them to choose “Verify now”. Log access resumes after a successful verification.",
    ],
    owner: "Customer",
    ends: "when the connection is no longer quarantined",
    byPerson: false,
  },
  "our-credentials": {
    severity: "critical",
    title: "AWS rejects the portal’s credentials",
    happened: "AWS did not accept the credentials of web or worker. Verifications don’t count until they work.",
    steps: [
      "Check the role that web and worker run as: that it exists, and that its session has not expired.",
      "Read the worker’s output for the error code of AWS.",
    ],
    owner: "Staff",
    ends: "when AWS answers with these credentials again",
    byPerson: true,
  },
  "wrong-identity": {
    severity: "critical",
    title: "Credentials for a different role",
    happened: "AWS returned credentials for a different role than the requested one, so the verification doesn’t count.",
    steps: [
      "Check the network and the endpoints between the portal and AWS.",
      "Check `PARTNER_PRINCIPAL_ARNS` and the credentials of web and worker.",
      "Resolve the alert when you know the cause.",
    ],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "control-failed": {
    severity: "critical",
    title: "Canary check failed",
    happened:
      "A canary role gave the wrong result: AWS denied the open one, or allowed the closed one without its External ID. So the portal can’t trust its probes. Verifications don’t count until the canary check passes.",
    steps: [
      "Check whether somebody changed the canary roles. Deploy their stack again if so.",
      "Check the portal’s IAM policy and the policies of your organization: they may deny calls without an External ID.",
    ],
    owner: "Staff",
    ends: "when the canary check passes again",
    byPerson: false,
  },
  "forged-verification": {
    severity: "critical",
    title: "Verification that the portal did not write",
    happened:
      "The database contains a verification that the portal did not sign. It doesn’t count, and the portal verifies the role again.",
    steps: [
      "Check whether a key was removed from `DATA_KEYS`. If so, that is the cause: nothing was forged.",
      "Otherwise, find out who can run SQL, and change the passwords of the database roles.",
      "Resolve the alert when you know the cause.",
    ],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "audit-chain-broken": {
    severity: "critical",
    title: "Audit chain is broken",
    happened:
      "Somebody changed or removed audit events in the database. The alert of a customer is about its events. An alert without a customer is about the partner’s chain, or about a chain that is neither a customer’s nor the partner’s.",
    steps: [
      "Run `sallyport audit verify` with your checkpoints: it names the first event that was changed or removed.",
      "Find out who can run SQL, and change the passwords of the database roles.",
      "Compare the events with your last archive or backup.",
      "Resolve the alert when you know the cause. A new alert is raised only if another event was changed or removed.",
    ],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "too-many-refusals": {
    severity: "critical",
    title: "Many roles denied access",
    happened:
      "More than 5% of the newest verifications ended as “Access denied” or “Inconclusive”. As long as the share is above 5%, no connection changes to “Access denied”, whether or not this alert is resolved, because the cause may be the portal. A role that allows a wrong External ID is still quarantined.",
    steps: [
      "Check whether the portal’s role was renamed or recreated, and its IAM policy.",
      "Check the AWS Health Dashboard for AWS STS.",
      "Resolve the alert when roles allow access again.",
    ],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "many-expired": {
    severity: "critical",
    title: "Verifications expired in many connections",
    happened:
      "More than 20 connections, and at least 5% of those in use (5,000 are enough, however many are in use), have no successful verification from the last 24 hours, so their logs can’t be read. The cause is most likely the portal.",
    steps: [
      "Look for other critical alerts: the canary check, the portal’s credentials, the worker.",
      "Check “STS calls” under “Capacity and health” on the overview: if the limit is reached, raise `STS_CALLS_PER_SECOND` within the quota of AWS. If it is not, start more workers.",
    ],
    owner: "Staff",
    ends: "when fewer verifications have expired",
    byPerson: false,
  },
  "no-worker": {
    severity: "critical",
    title: "No worker is active",
    happened:
      "No worker reported for two minutes. Nothing is verified and no email is sent, not even about this alert, until one is active.",
    steps: ["Start a worker.", "Read the output of the workers that stopped. A process that ends with status 78 names a wrong setting."],
    owner: "Staff",
    ends: "when a worker is active",
    byPerson: false,
  },
  "worker-silent": {
    severity: "high",
    title: "A worker stopped unexpectedly",
    happened: "A worker has not reported for two minutes and did not end normally. Other workers took over its tasks.",
    steps: [
      "Read its output, and check whether its machine ran out of memory.",
      "Check that as many workers are active as you planned.",
      "Resolve the alert when you know the cause.",
    ],
    owner: "Staff",
    ends: "when the worker reports again, or after a day",
    byPerson: true,
  },
  "account-connected-twice": {
    severity: "high",
    title: "Account connected twice",
    happened: "Two customers have connected the same AWS account. Each sees only its own connection.",
    steps: [
      "Ask an owner of each customer whether this is intended.",
      "If not, ask the wrong one to remove its connection.",
      "Resolve the alert, and note who confirmed it.",
    ],
    owner: "Staff",
    ends: "when only one of the customers has a connection to the account",
    byPerson: true,
  },
  "role-connected-twice": {
    severity: "high",
    title: "Role submitted twice",
    happened:
      "The submitted role already belongs to another connection. The portal moves it to the new connection only if the role no longer accepts the External ID of the earlier one.",
    steps: ["Ask the owner whether this is intended.", "Resolve the alert, and note the answer."],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "own-account-submitted": {
    severity: "high",
    title: "Own account submitted",
    happened: "Somebody submitted a role in the partner’s own AWS account. No AWS call was made.",
    steps: ["Ask the owner what they intended.", "Resolve the alert, and note the answer."],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
  "mail-failing": {
    severity: "high",
    title: "Emails fail",
    happened: "The mail server did not accept emails, at least three times in a row. This alert is never sent by email.",
    steps: [
      "Open “Failed jobs”: it names the recipient and the reason.",
      "If an address is wrong, ask the customer to add another owner and to remove the one with the wrong address. Revoke an invitation to a wrong address. If the mail server is the cause, fix it.",
      "Retry the failed jobs. A job whose recipient was removed ends, and sends nothing.",
    ],
    owner: "Staff",
    ends: "when no email waits for a retry and no failed one is left",
    byPerson: false,
  },
  "checkpoint-missing": {
    severity: "high",
    title: "Audit checkpoint is missing",
    happened:
      "Audit events that are more than an hour old have no checkpoint outside the database yet. Until they have one, nobody can notice that they were removed.",
    steps: [
      "Read the worker’s output for `audit checkpoints`.",
      "Check that `AUDIT_CHECKPOINT_URL` can be reached and accepts the lines, and that the workers have `AUDIT_KEY`.",
      "If you removed `AUDIT_KEY` on purpose, resolve the alert. A new alert is raised only after another checkpoint was written.",
    ],
    owner: "Staff",
    ends: "when a checkpoint was written",
    byPerson: true,
  },
  "verification-expired": {
    severity: "medium",
    title: "Verification expired",
    happened:
      "Connections of this customer have no successful verification from the last 24 hours, so their logs can’t be read. The portal keeps trying.",
    steps: [
      "Wait for the next verification. If the alert stays open, open the customer and read why the last ones were inconclusive.",
      "Request a verification. If AWS still does not answer, call the owner.",
    ],
    owner: "Sallyport",
    ends: "when each of these connections has a successful verification, or is disabled or removed",
    byPerson: false,
  },
  "role-claim-moved": {
    severity: "low",
    title: "Role moved to another connection",
    happened: "The role now accepts only another connection’s External ID and was moved there. The portal notified the owners by email.",
    steps: ["Call the owner if this was not expected.", "Resolve the alert, and note the answer."],
    owner: "Staff",
    ends: null,
    byPerson: true,
  },
} as const satisfies Readonly<Record<string, AlertRule>>;

export type AlertKind = keyof typeof RULES;
export const ALERT_RULES: Readonly<Record<AlertKind, AlertRule>> = RULES;
export const ALERT_KINDS = Object.keys(RULES) as readonly AlertKind[];

/** The rule of a kind that the database stores; one of a newer release is described by its name. */
export function alertRuleOf(kind: string): AlertRule {
  if (Object.hasOwn(ALERT_RULES, kind)) return ALERT_RULES[kind as AlertKind];
  const words = kind.replaceAll("-", " ");
  return {
    severity: "low",
    title: words.charAt(0).toUpperCase() + words.slice(1),
    happened: "A newer release of the portal raised this alert.",
    steps: ["Read `docs/alerts.md` of that release."],
    owner: "Staff",
    ends: null,
    byPerson: true,
  };
}
