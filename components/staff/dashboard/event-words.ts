/** The audit events as sentences. An event that is not listed is shown by its own name. */
const WORDS: Readonly<Record<string, string>> = {
  "customer.invited": "Customer created, owner invited",
  "customer.suspended": "Customer suspended",
  "customer.suspension_explained": "Suspension reason recorded",
  "customer.resumed": "Customer resumed",
  "customer.added": "Customer created",
  "customer.tagged": "Customer’s tags changed",
  "note.added": "Note added",
  "note.removed": "Note removed",
  "contact.added": "Security contact added",
  "contact.confirmed": "Security contact confirmed",
  "contact.removed": "Security contact removed",
  "member.invited": "Member invited",
  "member.changed": "Member’s role changed",
  "member.removed": "Member removed",
  "invitation.revoked": "Invitation revoked",
  "invitation.accepted": "Invitation accepted",
  "staff.invited": "Staff invited",
  "staff.accepted": "Staff invitation accepted",
  "staff.changed": "Staff role changed",
  "run.requested": "Verification requested",
  "rotation.requested": "Rotation requested",
  "rotation.started": "Rotation started, new External ID created",
  "rotation.switched": "New External ID in use",
  "rotation.retired": "Previous External ID retired",
  "rotation.canceled": "Rotation canceled",
  "rotation.reminded": "Owners reminded of the rotation",
  "job.retried": "Failed job retried",
  "support.requested": "Support access requested",
  "support.approved": "Support access granted",
  "support.opened": "Support access used",
  "support.ended": "Support access ended",
  "alert.acknowledged": "Alert acknowledged",
  "alert.snoozed": "Alert snoozed",
  "alert.resolved": "Alert resolved",
  "alert.emails_chosen": "Emails about alerts chosen",
  "run.started": "Verification started",
  "run.closed": "Verification finished",
  "connection.started": "Connection created",
  "connection.removed": "Connection removed",
  "connection.disabled": "Connection disabled",
  "connection.renamed": "Connection renamed",
  "connection.choices_saved": "Role settings saved",
  "claim.checked": "Role tested with this connection’s External IDs, for another connection",
  "claim.ended": "Role moved to another connection",
  "claim.taken": "Role taken over from another connection",
  "verification.rejected": "Forged verification rejected",
  "submission.expired": "Pending role ARN deleted",
  "logs.opened": "Log access requested",
  "logs.tailed": "Live Tail started",
  "query.started": "Query started",
  "query.ended": "Query without a reader ended",
  "query.saved": "Query saved",
  "query.changed": "Saved query changed",
  "query.removed": "Saved query removed",
  "query.history_deleted": "Query history deleted",
  "query.threshold_set": "Query threshold changed",
  "search.saved": "Search saved",
  "search.removed": "Saved search removed",
  "logs.answered": "Log access response from AWS",
  "action.started": "Action started",
  "action.applied": "Action done",
  "action.stopped": "Action stopped",
  "audit.verified": "Audit chain verified",
  "list.exported": "List exported",
  "view.saved": "Shared view saved",
  "view.deleted": "Shared view deleted",
  "sessions.ended": "Sessions ended",
  "staff.denied": "Staff access denied",
};

/** The events that a person can filter by, sorted by their text. */
export const EVENT_OPTIONS: readonly { readonly value: string; readonly label: string }[] = Object.entries(WORDS)
  .map(([value, label]) => ({ value, label }))
  .toSorted((a, b) => a.label.localeCompare(b.label, "en"));

/** The text of an event, such as `customer.suspended` → "Customer suspended"; unknown ones become "Thing happened". */
export function eventWords(event: string): string {
  const known = WORDS[event];
  if (known !== undefined) return known;
  const words = event.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
