import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { connectionNames } from "#db/queries/connections-read.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { type RoleSessionRow, type RoleSessionsFilter, roleSessions } from "#db/queries/role-sessions.ts";
import { type CustomerActor, READ_PURPOSES } from "#kernel/actor.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RoleSessionPurpose, RoleSessionsView, RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import type { RoleSessionsQuery } from "./role-sessions-query.ts";

const PAGE_SIZE = 50;
const DAY_MS = 24 * 60 * 60_000;

type Place = RoleSessionsFilter["below"];

/**
 * A page of the newest role sessions that the portal requested in the customer's accounts, from the audit rows that are written before
 * each request. Owners see those of everybody; members see the checks and their own reads.
 */
export async function findRoleSessions(
  actor: CustomerActor,
  { env }: AppContext,
  query: RoleSessionsQuery,
  below: Place,
): Promise<RoleSessionsView> {
  const { customerId } = actor;
  return inTransaction(
    actor,
    async (tx) => {
      const rows = await roleSessions(tx, { ...askedOf(actor, query), below, limit: PAGE_SIZE + 1 });
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      return {
        sessions: await viewsOf(tx, page),
        filter: { connection: query.connection ?? "", from: query.from ?? "", to: query.to ?? "", find: query.find ?? "" },
        older: rows.length > PAGE_SIZE && last !== undefined ? `${last.micros}.${last.seq}` : null,
        newest: below === null,
        connections: await connectionNames(tx, customerId),
        seesEverybody: actor.role === "owner",
        partnerAccountIds: env.partnerAccountIds,
      };
    },
    { readOnly: true },
  );
}

/** The same list in pieces for a file, newest first, up to `most` rows. The returned `cut` says whether there were more. */
export async function* roleSessionPieces(
  actor: CustomerActor,
  query: RoleSessionsQuery,
  most: number,
): AsyncGenerator<readonly RoleSessionView[], { readonly cut: boolean }> {
  const size = Math.min(1000, most);
  let below: Place = null;
  for (let written = 0; written < most; written += size) {
    const asked = { ...askedOf(actor, query), below, limit: size + 1 };
    const { views, rows } = await inTransaction(
      actor,
      async (tx) => {
        const rows = await roleSessions(tx, asked);
        return { rows, views: await viewsOf(tx, rows.slice(0, size)) };
      },
      { readOnly: true },
    );
    yield views;
    const last = rows[size - 1];
    if (rows.length <= size || last === undefined) return { cut: false };
    below = { micros: last.micros, seq: String(last.seq) };
  }
  return { cut: true };
}

function askedOf(actor: CustomerActor, { connection, from, to, find }: RoleSessionsQuery) {
  return {
    customerId: actor.customerId,
    onlyReadsOf: actor.role === "owner" ? null : actor.userId,
    connectionId: connection,
    from: from === null ? null : new Date(from),
    before: to === null ? null : new Date(Date.parse(to) + DAY_MS),
    find,
  };
}

async function viewsOf(tx: Transaction, rows: readonly RoleSessionRow[]): Promise<readonly RoleSessionView[]> {
  const people = rows
    .flatMap(({ actor, run }) => [actor.split(":")[1] ?? "", run?.requestedBy ?? ""])
    .filter((id) => /^[0-9a-f]{8}-/.test(id));
  const names = await peopleNamed(tx, [...new Set(people)]);
  return rows.map((row) => toRoleSessionView(row, names));
}

/** A row as the customer sees it. `people` has names by ID, without those who left the company. */
function toRoleSessionView(row: RoleSessionRow, people: ReadonlyMap<string, string>): RoleSessionView {
  const { attributes, run, answered } = row;
  const text = (from: Readonly<Record<string, string | number>> | null, key: string) =>
    from?.[key] === undefined ? null : String(from[key]);
  const base = {
    seq: row.seq,
    at: row.at.getTime(),
    who: whoOf(row, people),
    connectionId: text(attributes, "connection") ?? "",
    connectionName: row.connectionName ?? "Removed connection",
  };
  if (row.event === "run.started") {
    return {
      ...base,
      kind: "check",
      purpose: run?.reason ?? "recheck",
      roleId: run?.roleId ?? null,
      region: run?.stsRegion ?? text(attributes, "region"),
      sessionName: run?.sessionName ?? text(attributes, "session"),
      sourceIdentity: null,
      askedAgain: false,
      opened: run?.opened ?? [],
      refused: run?.refused ?? 0,
      unanswered: run?.unanswered ?? 0,
      runId: text(attributes, "run"),
    };
  }
  const got = text(answered, "got");
  return {
    ...base,
    kind: row.event === "support.opened" ? "support" : "read",
    purpose: row.event === "support.opened" ? "support" : purposeOf(text(attributes, "for")),
    roleId: text(answered, "role"),
    region: text(answered, "region") ?? text(attributes, "region"),
    sessionName: text(attributes, "session"),
    sourceIdentity: text(attributes, "source_identity"),
    askedAgain: text(attributes, "instead_of") !== null,
    opened: got === "allowed" ? [text(answered, "request") ?? ""] : [],
    refused: got === "denied" ? 1 : 0,
    unanswered: got === "denied" || got === "allowed" ? 0 : 1,
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
  return people.get(id) ?? "Removed user";
}
