import type { Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people-named.ts";
import type { StaffAuditRow } from "#db/queries/staff-audit.ts";
import { staffConnectionNames } from "#db/queries/staff-connection-names.ts";
import type { AuditRow } from "./shared/fleet-view.ts";

const UUID = /^[0-9a-f]{8}-/;
/** Ids whose words say something to a person; the others (run, invitation, grant …) are only for machines. */
const SPOKEN = ["role", "reason", "verdict", "minutes", "kind", "entry", "times"];
/** Why a check was made; every other event's reason is in words already. */
const WHY_CHECKED: Readonly<Record<string, string>> = {
  submit: "first verification",
  recheck: "requested by the customer",
  schedule: "scheduled",
  rotation: "for a new External ID",
  confirm: "to confirm the previous one",
  staff: "requested by staff",
};

/** The stored verdicts whose word differs from what people read. */
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  secure: "connected",
  insecure: "not secure",
  refused: "access denied",
  lost: "interrupted",
};

/** Audit rows with the names that their ids stand for today; a person who was erased is "deleted user". */
export async function auditRowsOf(tx: Transaction, rows: readonly StaffAuditRow[]): Promise<readonly AuditRow[]> {
  const people = await peopleNamed(tx, [
    ...new Set(rows.flatMap(({ actor, ids }) => [actor.split(":")[1] ?? "", text(ids, "user")]).filter((id) => UUID.test(id))),
  ]);
  const customerIds = [...new Set(rows.map(({ chain }) => chain).filter((chain) => UUID.test(chain)))];
  const connections = await staffConnectionNames(tx, customerIds, [
    ...new Set(rows.map(({ ids }) => text(ids, "connection")).filter((id) => UUID.test(id))),
  ]);
  return rows.map((row) => ({
    chain: row.chain,
    chainName: row.chainName ?? (row.chain === "partner" ? "Partner" : row.chain),
    seq: row.seq,
    at: row.at.getTime(),
    event: row.event,
    actor: actorName(row.actor, people),
    subject: [connections.get(text(row.ids, "connection")), people.get(text(row.ids, "user")), ...SPOKEN.map((key) => spoken(row, key))]
      .filter((part) => part !== undefined && part !== "")
      .join(", "),
  }));
}

function spoken({ event, ids }: StaffAuditRow, key: string): string {
  const word = text(ids, key);
  if (event === "run.started" && key === "reason") return WHY_CHECKED[word] ?? word;
  if (key === "verdict") return VERDICT_WORDS[word] ?? word;
  // A person's role of the portal is one word; otherwise it is the id of a role in AWS.
  if (key === "role" && /^[a-z]+$/.test(word)) return `as ${word}`;
  // Denied calls that were counted, and written as one row.
  if (key === "times" && word !== "") return `${word} times`;
  return word.replaceAll(/[-_]/g, " ");
}

function text(ids: StaffAuditRow["ids"], key: string): string {
  const value = ids[key];
  return value === undefined ? "" : String(value);
}

function actorName(actor: string, people: ReadonlyMap<string, string>): string {
  const [kind = "", who = ""] = actor.split(":");
  if (kind === "system") return who === "cli" ? "command line" : who === "worker" ? "portal" : who;
  return people.get(who) ?? "deleted user";
}
