import { inTransaction } from "#db/in-transaction.ts";
import { connectionNames } from "#db/queries/connections-read.ts";
import { type RoleSessionRow, type RoleSessionsAsked, roleSessions } from "#db/queries/role-sessions.ts";
import { namesOfPeople } from "#db/queries/runs-read.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RoleSessionsQuery } from "./role-sessions-input.ts";
import type { RoleSessionsView, RoleSessionView } from "./shared/role-sessions-view.ts";
import { toRoleSessionView } from "./to-role-session-view.ts";

const PAGE_SIZE = 50;
const DAY_MS = 24 * 60 * 60_000;

type Place = RoleSessionsAsked["below"];

/**
 * A page of the newest role sessions that the portal asked for in the customer's accounts, from the audit rows that were
 * written ahead of each. Owners see everybody's; a member sees the checks and their own reads.
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

/** The same list in pieces for a file, newest first, until `most` rows; says at the end whether there were more. */
export async function* roleSessionPieces(
  actor: CustomerActor,
  query: RoleSessionsQuery,
  most: number,
): AsyncGenerator<readonly RoleSessionView[], { readonly cut: boolean }> {
  const size = Math.min(1000, most);
  let below: Place = null;
  for (let told = 0; told < most; told += size) {
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
  const people = rows.flatMap(({ actor, run }) => [actor.split(":")[1] ?? "", run?.askedBy ?? ""]).filter((id) => /^[0-9a-f]{8}-/.test(id));
  const names = await namesOfPeople(tx, [...new Set(people)]);
  return rows.map((row) => toRoleSessionView(row, names));
}
