/** The audit events of 10-database as sentences for people. An event without words is shown by its own name. */
const WORDS: Readonly<Record<string, string>> = {
  "customer.invited": "Customer created, owner invited",
  "customer.suspended": "Customer suspended",
  "customer.suspension_explained": "Reason of the suspension",
  "customer.resumed": "Customer resumed",
  "customer.added": "Customer created",
  "member.invited": "Member invited",
  "member.changed": "Member’s role changed",
  "member.removed": "Member removed",
  "invitation.revoked": "Invitation withdrawn",
  "invitation.accepted": "Invitation accepted",
  "staff.invited": "Staff invited",
  "staff.accepted": "Staff enrolled",
  "staff.changed": "Staff role changed",
  "run.requested": "Verify asked for",
  "rotation.requested": "Rotation asked for",
  "rotation.started": "Rotation begun, new External ID made",
  "rotation.switched": "New External ID in use",
  "rotation.retired": "Former External ID retired",
  "rotation.cancelled": "Rotation cancelled",
  "rotation.reminded": "Owners reminded of the rotation",
  "job.retried": "Failed work tried anew",
  "support.requested": "Support access asked for",
  "support.approved": "Support access granted",
  "support.opened": "Support access used",
  "support.ended": "Support access ended",
  "alert.resolved": "Alert resolved",
  "run.started": "Check started",
  "run.closed": "Check finished",
  "connection.started": "Connection started",
  "connection.removed": "Connection removed",
  "connection.disabled": "Connection disabled",
  "connection.renamed": "Connection renamed",
  "connection.choices_saved": "Choices of the role saved",
  "submission.expired": "Submitted ARN forgotten",
  "logs.opened": "Logs opened",
  "logs.tailed": "Live Tail begun",
  "search.saved": "Search saved",
  "search.removed": "Saved search removed",
  "logs.answered": "AWS answered for logs",
  "staff_door.refused": "Refused at a staff door",
};

/** The words for an event, e.g. `customer.suspended` → "Customer suspended"; unknown ones become "Thing happened". */
export function eventWords(event: string): string {
  const known = WORDS[event];
  if (known !== undefined) return known;
  const words = event.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
