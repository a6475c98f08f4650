import type { RoleSessionRow } from "#db/queries/role-sessions.ts";
import { READ_PURPOSES } from "#kernel/read-purpose.ts";
import type { RoleSessionPurpose, RoleSessionView } from "./shared/role-sessions-view.ts";

/** A row as the customer sees it. `people` has names by id; whoever left is "someone no longer here". */
export function toRoleSessionView(row: RoleSessionRow, people: ReadonlyMap<string, string>): RoleSessionView {
  const { ids, run, answered } = row;
  const text = (from: Readonly<Record<string, string | number>> | null, key: string) =>
    from?.[key] === undefined ? null : String(from[key]);
  const base = {
    seq: row.seq,
    at: row.at.getTime(),
    who: whoOf(row, people),
    connectionId: text(ids, "connection") ?? "",
    connectionName: row.connectionName ?? "A connection that is gone",
  };
  if (row.event === "run.started") {
    return {
      ...base,
      kind: "check",
      purpose: run?.reason ?? "recheck",
      roleId: run?.roleId ?? null,
      region: run?.stsRegion ?? text(ids, "region"),
      sessionName: run?.sessionName ?? text(ids, "session"),
      sourceIdentity: null,
      askedAgain: false,
      opened: run?.opened ?? [],
      refused: run?.refused ?? 0,
      unanswered: run?.unanswered ?? 0,
      runId: text(ids, "run"),
    };
  }
  const got = text(answered, "got");
  return {
    ...base,
    kind: row.event === "support.opened" ? "support" : "read",
    purpose: row.event === "support.opened" ? "support" : purposeOf(text(ids, "for")),
    roleId: text(answered, "role"),
    region: text(answered, "region") ?? text(ids, "region"),
    sessionName: text(ids, "session"),
    sourceIdentity: text(ids, "source_identity"),
    askedAgain: text(ids, "instead_of") !== null,
    opened: got === "granted" ? [text(answered, "request") ?? ""] : [],
    refused: got === "denied" ? 1 : 0,
    unanswered: got === "denied" || got === "granted" ? 0 : 1,
    runId: null,
  };
}

function purposeOf(word: string | null): RoleSessionPurpose {
  return READ_PURPOSES.find((purpose) => purpose === word) ?? "read";
}

function whoOf({ actor, run }: RoleSessionRow, people: ReadonlyMap<string, string>): string {
  const [kind = "", id = ""] = actor.split(":");
  if (run?.reason === "staff" || kind === "staff") return "Partner staff";
  if (kind === "system") return "The portal";
  return people.get(id) ?? "Someone no longer here";
}
