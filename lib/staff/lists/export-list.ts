import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import type { Place } from "#db/queries/keyset.ts";
import { staffAuditPage } from "#db/queries/staff/staff-audit.ts";
import { staffConnectionPage } from "#db/queries/staff/staff-connections.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { Secret } from "#kernel/process/secret.ts";
import { csvRow } from "#kernel/text/csv.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { ACTION_EXPORT, ITEM_EXPORT } from "#lib/staff/actions/export-actions.ts";
import { EXPORTED_ALERTS } from "#lib/staff/alerts/export-alerts.ts";
import { auditRowsOf } from "#lib/staff/audit-rows.ts";
import { auditFilterOf, auditOrderOf } from "#lib/staff/find-audit.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { CONNECTION_LIST, logAccessText, statusLabel } from "#lib/staff/shared/list-view.ts";
import { connectionsNotice } from "./cut-notice.ts";
import { EXPORTED_CUSTOMERS, exportedStep } from "./export-customers.ts";
import { EXPORTED_PEOPLE, EXPORTED_RUNS } from "./export-people.ts";
import { exportedFilter } from "./exported-filter.ts";
import { type Cells, type Exported, type PreparedExport, type ReadPage, ROWS_AT_ONCE, exportedTime as time } from "./exported-rows.ts";
import { connectionFilterOf, connectionOrderOf, listConnectionOf } from "./list-connections.ts";

/** The most rows of one file. A file that ends here says so in its last row. */
const MOST_EXPORTED = 1_000_000;
/** So few lines make a text of less than 128 kB: V8 frees longer ones only with a full garbage collection. */
const LINES_IN_TEXT = 250;
/** With no key nothing counts as written by the portal. */
const NO_KEYS: PortalEnv["dataKeys"] = new Secret([]);

export const ExportName = z.enum(["customers", "connections", "alerts", "audit", "people", "runs", "actions", "action-items"]);
export type ExportName = z.infer<typeof ExportName>;
export const ExportFormat = z.enum(["csv", "ndjson"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

const LISTS: Readonly<Record<ExportName, Exported>> = {
  actions: ACTION_EXPORT,
  "action-items": ITEM_EXPORT,
  connections: {
    spec: CONNECTION_LIST,
    sort: "created",
    columns: [
      "customer",
      "customerId",
      "connection",
      "connectionId",
      "status",
      "weakness",
      "verifiedAt",
      "account",
      "regions",
      "logAccess",
      "template",
      "nextStep",
      "waitingSince",
      "createdAt",
    ],
    async prepare(tx, actor, query) {
      const filter = await connectionFilterOf(tx, actor, query);
      return {
        remark: connectionsNotice(query.search, "connections", filter.match),
        order: connectionOrderOf(query, filter),
        async read(inner, order, start) {
          const page = await staffConnectionPage(inner, filter, order, start, ROWS_AT_ONCE);
          return {
            next: page.next,
            rows: page.rows.map(listConnectionOf).map((row) => ({
              customer: row.customerName,
              customerId: row.customerId,
              connection: row.name,
              connectionId: row.id,
              status: statusLabel(row.status),
              weakness: row.weakness ?? "",
              verifiedAt: time(row.verifiedAt),
              account: row.accountId ?? "",
              regions: row.regions.join(" "),
              logAccess: logAccessText(row.logAccess, row.status),
              template: String(row.templateVersion ?? ""),
              nextStep: exportedStep(row.nextStep),
              waitingSince: time(row.nextStep?.since ?? null),
              createdAt: time(row.createdAt),
            })),
          };
        },
      };
    },
  },
  customers: EXPORTED_CUSTOMERS,
  alerts: EXPORTED_ALERTS,
  audit: {
    spec: AUDIT_LIST,
    sort: "time",
    columns: ["at", "chain", "seq", "event", "actor", "customer", "connection", "details"],
    async prepare(tx, actor, query) {
      const { filter, notice } = await auditFilterOf(tx, actor, query);
      return {
        remark: notice,
        order: auditOrderOf(query, filter),
        async read(inner, order, start) {
          const page = await staffAuditPage(inner, filter, order, start, ROWS_AT_ONCE);
          const rows = await auditRowsOf(inner, page.rows);
          return {
            next: page.next,
            rows: rows.map((row) => ({
              at: time(row.at),
              chain: row.chain,
              seq: String(row.seq),
              event: row.event,
              actor: row.actor,
              customer: row.chainName,
              connection: row.connection ?? "",
              details: row.subject,
            })),
          };
        },
      };
    },
  },
  people: EXPORTED_PEOPLE,
  runs: EXPORTED_RUNS,
};

/**
 * The rows of a list as a file, in an order that no change of a row affects, in pieces of 1,000 rows. Each piece is read in its own transaction,
 * so an export keeps no snapshot open. It is audited with its filter before the first row. `dataKeys`: verifications that can't be checked with them are inconclusive.
 * @throws refusal `staff`
 */
export async function exportList(
  actor: StaffActor,
  name: ExportName,
  format: ExportFormat,
  params: Readonly<Record<string, string>>,
  { most = MOST_EXPORTED, dataKeys = NO_KEYS }: { readonly most?: number; readonly dataKeys?: PortalEnv["dataKeys"] } = {},
): Promise<AsyncGenerator<string>> {
  const list = LISTS[name];
  const asked = readListQuery(list.spec, params);
  const query = { ...asked, sort: list.sort, descending: asked.sort === list.sort && asked.descending };
  const prepared = await inTransaction(actor, (tx) => list.prepare(tx, actor, query, { dataKeys }), { readOnly: true });
  await inTransaction(actor, (tx) => recordAudit(tx, actor, "partner", "list.exported", { list: name, format, ...exportedFilter(query) }));
  return exportedPieces(actor, list.columns, format, prepared, most);
}

interface Piece {
  readonly texts: readonly string[];
  readonly rows: number;
  readonly next: Place | null;
  readonly isMore: boolean;
}

async function* exportedPieces(
  actor: StaffActor,
  columns: readonly string[],
  format: ExportFormat,
  { order, read, remark }: PreparedExport,
  most: number,
): AsyncGenerator<string> {
  /** Reads the next rows and forgets them: while a slow reader takes the texts, only these are kept. */
  const pieceOf = async (most: number, readPage: () => ReturnType<ReadPage>): Promise<Piece> => {
    const page = await readPage();
    const rows = page.rows.slice(0, most);
    const texts = [];
    for (let at = 0; at < rows.length; at += LINES_IN_TEXT)
      texts.push(
        rows
          .slice(at, at + LINES_IN_TEXT)
          .map((row) => lineOf(row, columns, format))
          .join(""),
      );
    return { texts, rows: rows.length, next: page.next, isMore: rows.length < page.rows.length || page.next !== null };
  };
  if (format === "csv") yield csvRow(columns);
  let left = most;
  // One segment after the other: the next pages of a segment need not look at the others.
  for (const segment of order.segments) {
    let place: Place | null = null;
    do {
      const start: { readonly after: Place } | null = place === null ? null : { after: place };
      const piece: Piece = await pieceOf(left, () =>
        inTransaction(actor, (tx) => read(tx, { ...order, segments: [segment] }, start), { readOnly: true }),
      );
      left -= piece.rows;
      yield* piece.texts;
      if (left === 0 && piece.isMore) {
        yield remarkLine(columns, format, `This file contains the first ${most} rows. Filter the list to export the others.`);
        return;
      }
      place = piece.next;
    } while (place !== null);
  }
  if (remark !== null) yield remarkLine(columns, format, remark);
}

function lineOf(row: Cells, columns: readonly string[], format: ExportFormat): string {
  return format === "csv" ? csvRow(columns.map((column) => row[column] ?? "")) : `${JSON.stringify(row)}\n`;
}

function remarkLine(columns: readonly string[], format: ExportFormat, remark: string): string {
  return format === "csv" ? csvRow(columns.map((_, n) => (n === 0 ? remark : ""))) : `${JSON.stringify({ cut: remark })}\n`;
}
