import { inTransaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { usageOf } from "#db/queries/saved-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { csvRow } from "#kernel/text/csv.ts";
import type { UsageQuery } from "./shared/query-inputs.ts";
import { costOf } from "./shared/query-prices.ts";
import type { UsageRowView, UsageView } from "./shared/query-view.ts";

/** The rows of the page. One person, connection, Region, kind and day is a row. */
const MOST_ROWS = 5000;
const MOST_IN_A_FILE = 50_000;

/** What queries and live tails used between two days (UTC, both included): of everybody for an owner, else the person's own. */
export async function findUsage(actor: CustomerActor, { from, to }: UsageQuery, most = MOST_ROWS): Promise<UsageView> {
  const { customerId, role } = actor;
  const userId = role === "owner" ? null : actor.userId;
  const { rows, people } = await inTransaction(
    actor,
    async (tx) => {
      const found = await usageOf(tx, { customerId, userId, from, to, limit: most + 1 });
      return { rows: found, people: await peopleNamed(tx, [...new Set(found.map((row) => row.userId))]) };
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
      cost: isQuery ? costOf(row.region, row.scannedBytes) : null,
    };
  });
  return { from, to, rows: views, cut: rows.length > most, ofEverybody: userId === null };
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
