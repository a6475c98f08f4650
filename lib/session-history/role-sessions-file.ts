import type { CustomerActor } from "#kernel/actor.ts";
import { csvRow } from "#kernel/text/csv.ts";
import { safeJson } from "#kernel/text/safe-text.ts";
import type { RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import { roleSessionPieces } from "./find-role-sessions.ts";
import type { RoleSessionsQuery } from "./role-sessions-query.ts";

/** The most audit rows that one file has. */
const MOST_IN_A_FILE = 10_000;

const COLUMNS = [
  "time",
  "kind",
  "purpose",
  "who",
  "connection",
  "connectionId",
  "result",
  "sessionName",
  "sourceIdentity",
  "requestId",
  "stsRegion",
  "roleId",
  "auditSeq",
  "run",
] as const;
type Line = Readonly<Record<(typeof COLUMNS)[number], string>>;

/**
 * The role sessions as a file, newest first: one line for each opened session, and one for each request that opened none. A file that
 * is cut says so in its last line. Times are ISO 8601 in UTC.
 */
export async function* roleSessionsFile(
  actor: CustomerActor,
  query: RoleSessionsQuery,
  format: "csv" | "json",
  most = MOST_IN_A_FILE,
): AsyncGenerator<string> {
  const pieces = roleSessionPieces(actor, query, most);
  if (format === "csv") yield csvRow(COLUMNS);
  else yield '{"format":"sallyport-role-sessions-1","sessions":[';
  let first = true;
  for (;;) {
    const piece = await pieces.next();
    if (piece.done === true) {
      const remark = `This file contains the newest ${most} rows. Choose an earlier end time to see older rows.`;
      if (format === "json") yield `\n],"cut":${piece.value.cut}}\n`;
      else if (piece.value.cut) yield csvRow(COLUMNS.map((_, n) => (n === 0 ? remark : "")));
      return;
    }
    const lines = piece.value.flatMap(linesOf);
    if (format === "csv") yield lines.map((line) => csvRow(COLUMNS.map((column) => line[column]))).join("");
    else yield lines.map((line, n) => `${first && n === 0 ? "" : ","}\n${safeJson(line)}`).join("");
    first &&= lines.length === 0;
  }
}

function linesOf(session: RoleSessionView): readonly Line[] {
  const line = (result: string, requestId: string): Line => ({
    time: new Date(session.at).toISOString(),
    kind: session.kind,
    purpose: session.purpose,
    who: session.who,
    connection: session.connectionName,
    connectionId: session.connectionId,
    result,
    sessionName: session.sessionName ?? "",
    sourceIdentity: session.sourceIdentity ?? "",
    requestId,
    stsRegion: session.region ?? "",
    roleId: session.roleId ?? "",
    auditSeq: String(session.seq),
    run: session.runId ?? "",
  });
  if (session.opened.length > 0) return session.opened.map((requestId) => line("allowed", requestId));
  return [line(session.refused > 0 ? "denied" : "no-response", "")];
}
