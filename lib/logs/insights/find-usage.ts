import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { usageOf } from "#db/queries/saved-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { csvRow } from "#kernel/text/csv.ts";
import type { UsageQuery } from "./shared/query-inputs.ts";
import { costOf, tailCostOf } from "./shared/query-prices.ts";
import type { UsageRowView } from "./shared/usage-view.ts";
import { usageSeenBy } from "./usage-seen-by.ts";

/** One person, connection, Region, kind and day is a row. */
const MOST_IN_A_FILE = 50_000;
/** `people_named` returns at most this many names. */
const MOST_NAMES = 500;

/** What queries and live tails used between two days (UTC, both included): of everybody for an owner, else the person's own. */
export async function findUsage(
  actor: CustomerActor,
  { from, to }: UsageQuery,
  most: number,
): Promise<{ readonly rows: readonly UsageRowView[]; readonly cut: boolean }> {
  const { customerId } = actor;
  const { rows, people } = await inTransaction(
    actor,
    async (tx) => {
      const found = await usageOf(tx, { customerId, userId: usageSeenBy(actor), from, to, limit: most + 1 });
      return { rows: found, people: await namesOf(tx, [...new Set(found.map((row) => row.userId))]) };
    },
    { readOnly: true },
  );
  const views = rows.slice(0, most).map(({ userId: id, kind, connectionName, ...row }): UsageRowView => {
    const isQuery = kind === "query";
    return {
      ...row,
      kind: isQuery ? "query" : "tail",
      connectionName: connectionName ?? "Removed connection",
      who: people.get(id) ?? "Removed user",
      cost: isQuery ? costOf(row.region, row.scannedBytes) : tailCostOf(row.region, row.seconds),
    };
  });
  return { rows: views, cut: rows.length > most };
}

/** The names of any number of people. */
async function namesOf(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += MOST_NAMES)
    for (const [id, name] of await peopleNamed(tx, ids.slice(at, at + MOST_NAMES))) names.set(id, name);
  return names;
}

const COLUMNS = ["day", "kind", "who", "connection", "connectionId", "region", "uses", "scannedBytes", "seconds", "estimatedUsd"] as const;

/** The same as CSV, newest day first. A file that is cut says so in its last line. */
export async function* usageFile(actor: CustomerActor, query: UsageQuery, most = MOST_IN_A_FILE): AsyncGenerator<string> {
  const { rows, cut } = await findUsage(actor, query, most);
  yield csvRow(COLUMNS);
  for (let at = 0; at < rows.length; at += 500)
    yield rows
      .slice(at, at + 500)
      .map((row) =>
        csvRow([
          ...[row.day, row.kind, row.who, row.connectionName, row.connectionId, row.region],
          ...[row.uses, row.scannedBytes, row.seconds].map(String),
          row.cost === null ? "" : row.cost.toFixed(6),
        ]),
      )
      .join("");
  const remark = `This file contains the newest ${most} rows. Choose an earlier end to see older rows.`;
  if (cut) yield csvRow(COLUMNS.map((_, n) => (n === 0 ? remark : "")));
}
