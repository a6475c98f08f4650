import { z } from "zod";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type AuditPlace, type StaffAuditRow, staffAudit } from "#db/queries/audit.ts";
import { staffCustomerNames } from "#db/queries/customers.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { staffConnectionNames } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { RUN_REASON_WORDS, type RunReason } from "#kernel/verification/verdict.ts";
import type { AuditRow, AuditView } from "#lib/staff/shared/fleet-view.ts";

const PAGE_SIZE = 50;

/** One page of the newest audit events, of all chains or of one customer's, with the cursor of the next older page. */
export function findAudit(
  actor: StaffActor,
  asked: { readonly customerId: CustomerId | null; readonly before: AuditPlace | null },
): Promise<AuditView> {
  return inTransaction(
    actor,
    async (tx) => {
      const rows = await staffAudit(tx, { ...asked, limit: PAGE_SIZE + 1 });
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      return {
        customerId: asked.customerId,
        events: await auditRowsOf(tx, page),
        before: rows.length > PAGE_SIZE && last !== undefined ? auditCursorOf(last) : null,
        customers: await staffCustomerNames(tx),
      };
    },
    { readOnly: true },
  );
}

const CURSOR = /^([0-9]{1,17})\.([0-9]{1,15})\.(partner|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The cursor of an older page of the audit log, as in a URL: `<microseconds>.<seq>.<chain>`. */
export const AuditCursor = z
  .string()
  .regex(CURSOR)
  .transform((text): AuditPlace => {
    const [, micros = "0", seq = "0", chain = "partner"] = CURSOR.exec(text) ?? [];
    return { micros, seq, chain };
  });

/** The cursor of the page that begins after a row. */
function auditCursorOf({ micros, seq, chain }: StaffAuditRow): string {
  return `${micros}.${seq}.${chain}`;
}

const UUID = /^[0-9a-f]{8}-/;
/** Audit attributes that mean something to a person; the others (run, invitation, grant …) are IDs for programs. */
const SPOKEN = ["role", "reason", "verdict", "minutes", "kind", "entry", "times"];
/** The stored verdicts that are displayed with other words. */
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  secure: "connected",
  "not-secure": "not secure",
  "access-denied": "access denied",
  lost: "inconclusive",
};

/** Adds to audit rows the current names for their IDs; an erased person is "deleted user". */
export async function auditRowsOf(tx: Transaction, rows: readonly StaffAuditRow[]): Promise<readonly AuditRow[]> {
  const people = await peopleNamed(tx, [
    ...new Set(
      rows.flatMap(({ actor, attributes }) => [actor.split(":")[1] ?? "", text(attributes, "user")]).filter((id) => UUID.test(id)),
    ),
  ]);
  const customerIds = [...new Set(rows.map(({ chain }) => chain).filter((chain) => UUID.test(chain)))];
  const connections = await staffConnectionNames(tx, customerIds, [
    ...new Set(rows.map(({ attributes }) => text(attributes, "connection")).filter((id) => UUID.test(id))),
  ]);
  return rows.map((row) => ({
    chain: row.chain,
    chainName: row.chainName ?? (row.chain === "partner" ? "Partner" : row.chain),
    seq: row.seq,
    at: row.at.getTime(),
    event: row.event,
    actor: actorName(row.actor, people),
    subject: [
      connections.get(text(row.attributes, "connection")),
      people.get(text(row.attributes, "user")),
      ...SPOKEN.map((key) => spoken(row, key)),
    ]
      .filter((part) => part !== undefined && part !== "")
      .join(", "),
  }));
}

function spoken({ event, attributes }: StaffAuditRow, key: string): string {
  const word = text(attributes, key);
  if (event === "run.started" && key === "reason") return whyStarted(word);
  if (key === "verdict") return VERDICT_WORDS[word] ?? word;
  // `role` is one word for a person's role in the portal, and otherwise the ID of an IAM role.
  if (key === "role" && /^[a-z]+$/.test(word)) return `as ${word}`;
  // Denied calls are counted and written as one row.
  if (key === "times" && word !== "") return `${word} times`;
  return word.replaceAll(/[-_]/g, " ");
}

/** The reason of a run, which continues the sentence of its row; the reasons of all other events are stored in plain words. */
function whyStarted(reason: string): string {
  const words = Object.hasOwn(RUN_REASON_WORDS, reason) ? RUN_REASON_WORDS[reason as RunReason] : reason;
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function text(attributes: StaffAuditRow["attributes"], key: string): string {
  const value = attributes[key];
  return value === undefined ? "" : String(value);
}

function actorName(actor: string, people: ReadonlyMap<string, string>): string {
  const [kind = "", who = ""] = actor.split(":");
  if (kind === "system") return who === "cli" ? "command line" : who === "worker" ? "portal" : who;
  return people.get(who) ?? "deleted user";
}
