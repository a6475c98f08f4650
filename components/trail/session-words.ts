import type { RoleSessionPurpose, RoleSessionView } from "#lib/connections/role-sessions-view.ts";

const WHY: Readonly<Record<RoleSessionPurpose, string>> = {
  submit: "First check",
  recheck: "Check, asked for",
  schedule: "Check, scheduled",
  rotation: "Check of a new External ID",
  confirm: "Check, to confirm",
  staff: "Check, asked for",
  "list-groups": "Listing log groups",
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

/** What came of it: "2 opened, 5 refused", "Opened", "Refused", "No answer". */
export function outcomeWords({ kind, opened, refused, unanswered }: RoleSessionView): string {
  if (kind !== "check") return opened.length > 0 ? "Opened" : refused > 0 ? "Refused" : "No answer recorded";
  const parts = [`${opened.length} opened`, `${refused} refused`];
  return [...parts, ...(unanswered > 0 ? [`${unanswered} without an answer`] : [])].join(", ");
}
