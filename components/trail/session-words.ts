import type { RoleSessionPurpose, RoleSessionView } from "#lib/connections/role-sessions-view.ts";

const WHY: Readonly<Record<RoleSessionPurpose, string>> = {
  submit: "First check",
  recheck: "Check, asked for",
  schedule: "Check, scheduled",
  rotation: "Check of a new External ID",
  confirm: "Check, to confirm",
  staff: "Check, asked for",
  "list-groups": "Listing log groups",
  "list-streams": "Listing log streams",
  search: "Searching logs",
  download: "Downloading logs",
  tail: "Live tail",
  read: "Reading logs",
  support: "Support access you granted",
};

/** Why a role was opened. */
export function whyWords({ purpose }: RoleSessionView): string {
  return WHY[purpose];
}

/** What came of it: "2 opened, 5 refused", "Opened", "Refused", "No answer recorded", and how where the role minded. */
export function outcomeWords(session: RoleSessionView): string {
  const { kind, opened, refused, unanswered } = session;
  if (kind !== "check") return readWords(session);
  const parts = [`${opened.length} opened`, `${refused} refused`];
  return [...parts, ...(unanswered > 0 ? [`${unanswered} without an answer`] : [])].join(", ");
}

/** A role that lets us set no source identity refuses the whole call, so a refusal with one may not be the last word. */
function readWords({ opened, refused, sourceIdentity, askedAgain }: RoleSessionView): string {
  if (opened.length > 0) return askedAgain ? "Opened without a source identity" : "Opened";
  if (refused === 0) return "No answer recorded";
  return sourceIdentity === null ? "Refused" : "Refused with a source identity";
}

/** What the session carries as source identity, which AWS keeps through whatever is done in it. */
export function sourceIdentityWords({ kind, sourceIdentity, askedAgain }: RoleSessionView): string {
  if (sourceIdentity !== null) return sourceIdentity;
  if (kind === "check") return "None: a check sets none";
  return askedAgain ? "None: the same call with one was refused a moment before" : "None";
}
