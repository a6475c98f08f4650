import { RUN_REASON_WORDS } from "#kernel/verification/verdict.ts";
import type { RoleSessionPurpose, RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";

const WHY: Readonly<Record<RoleSessionPurpose, string>> = {
  ...RUN_REASON_WORDS,
  "list-groups": "List log groups",
  "list-streams": "List log streams",
  search: "Search logs",
  download: "Download logs",
  tail: "Live tail",
  query: "Run a query",
  "stop-query": "Stop a query whose page was closed",
  read: "Read logs",
  support: "Support access that you granted",
};

/** Why a session was requested. */
export function purposeText({ purpose }: RoleSessionView): string {
  return WHY[purpose];
}

/** The result: "2 allowed, 5 denied", "Allowed", "Denied", "No response recorded", with a note about a denied source identity. */
export function outcomeWords(session: RoleSessionView): string {
  const { kind, opened, refused, unanswered } = session;
  if (kind !== "check") return readWords(session);
  const parts = [`${opened.length} allowed`, `${refused} denied`];
  return [...parts, ...(unanswered > 0 ? [`${unanswered} inconclusive`] : [])].join(", ");
}

/** A role that does not allow sts:SetSourceIdentity denies the whole call, so a retry without a source identity may follow. */
function readWords({ opened, refused, sourceIdentity, askedAgain }: RoleSessionView): string {
  if (opened.length > 0) return askedAgain ? "Allowed without a source identity" : "Allowed";
  if (refused === 0) return "No response recorded";
  return sourceIdentity === null ? "Denied" : "Denied with a source identity";
}

/** The session's source identity, which AWS keeps through role chaining. */
export function sourceIdentityWords({ kind, sourceIdentity, askedAgain }: RoleSessionView): string {
  if (sourceIdentity !== null) return sourceIdentity;
  if (kind === "check") return "None: verifications don’t set one";
  return askedAgain ? "None: the same call with a source identity was denied before" : "None";
}
