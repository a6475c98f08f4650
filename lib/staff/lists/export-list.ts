import { z } from "zod";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import type { KeysetOrder, Place } from "#db/queries/staff/keyset.ts";
import { type ListedAlert, staffAlertPage } from "#db/queries/staff/staff-alerts.ts";
import { staffAuditPage } from "#db/queries/staff/staff-audit.ts";
import { staffConnectionPage } from "#db/queries/staff/staff-connections.ts";
import { staffCustomerPage } from "#db/queries/staff/staff-customers.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { csvRow } from "#kernel/text/csv.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { listAlertOf } from "#lib/staff/alerts/alert-row.ts";
import { alertFilterOf, alertOrderOf } from "#lib/staff/alerts/list-alerts.ts";
import { auditFilterOf, auditOrderOf, auditRowsOf } from "#lib/staff/find-audit.ts";
import { ALERT_LIST } from "#lib/staff/shared/alert-view.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { type ListQuery, type ListSpec, readListQuery } from "#lib/staff/shared/list-query.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { connectionFilterOf, connectionOrderOf, listConnectionOf } from "./list-connections.ts";
import { customerFilterOf, customerOrderOf, listCustomerOf } from "./list-customers.ts";

/** The most rows of one file. A file that ends here says so in its last row. */
const MOST_EXPORTED = 1_000_000;
/** Rows that are read at once. Memory holds one such page, whatever the list has. */
const ROWS_AT_ONCE = 1000;

export const ExportName = z.enum(["customers", "connections", "alerts", "audit"]);
export type ExportName = z.infer<typeof ExportName>;
export const ExportFormat = z.enum(["csv", "ndjson"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

type Cells = Readonly<Record<string, string>>;

interface Exported {
  readonly spec: ListSpec;
  readonly columns: readonly string[];
  /** Looks the search up, and returns the order of the rows and how a page of them is read. */
  prepare(tx: Transaction, actor: StaffActor, query: ListQuery): Promise<{ readonly order: KeysetOrder; readonly read: ReadPage }>;
}
type ReadPage = (
  tx: Transaction,
  order: KeysetOrder,
  start: { readonly after: Place } | null,
) => Promise<{ readonly rows: readonly Cells[]; readonly next: Place | null }>;

const time = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());
const step = (next: { readonly owner: string; readonly what: string } | null) => (next === null ? "" : `${next.owner}: ${next.what}`);

const LISTS: Readonly<Record<ExportName, Exported>> = {
  connections: {
    spec: CONNECTION_LIST,
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
      "createdAt",
    ],
    async prepare(tx, actor, query) {
      const filter = await connectionFilterOf(tx, actor, query);
      return {
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
              status: row.status,
              weakness: row.weakness ?? "",
              verifiedAt: time(row.verifiedAt),
              account: row.accountId ?? "",
              regions: row.regions.join(" "),
              logAccess: row.logAccess,
              template: String(row.templateVersion ?? ""),
              nextStep: step(row.nextStep),
              createdAt: time(row.createdAt),
            })),
          };
        },
      };
    },
  },
  customers: {
    spec: CUSTOMER_LIST,
    columns: [
      "customer",
      "customerId",
      "worstStatus",
      "suspendedAt",
      "connections",
      "connected",
      "quarantined",
      "accessDenied",
      "expired",
      "oldestVerificationAt",
      "nextStep",
      "createdAt",
    ],
    async prepare(tx, actor, query) {
      const filter = await customerFilterOf(tx, actor, query);
      return {
        order: customerOrderOf(query),
        async read(inner, order, start) {
          const page = await staffCustomerPage(inner, filter, order, start, ROWS_AT_ONCE);
          return {
            next: page.next,
            rows: page.rows.map(listCustomerOf).map((row) => ({
              customer: row.name,
              customerId: row.id,
              worstStatus: row.suspendedAt === null ? (row.worst ?? "none") : "suspended",
              suspendedAt: time(row.suspendedAt),
              connections: String(row.connections),
              connected: String(row.verified),
              quarantined: String(row.quarantined),
              accessDenied: String(row.accessDenied),
              expired: String(row.expired),
              oldestVerificationAt: time(row.oldestVerificationAt),
              nextStep: step(row.nextStep),
              createdAt: time(row.createdAt),
            })),
          };
        },
      };
    },
  },
  alerts: {
    spec: ALERT_LIST,
    columns: ["alertId", "severity", "alert", "customer", "connection", "state", "raisedAt", "lastAt", "times", "nextStepBy", "resolvedAt"],
    async prepare(tx, actor, query) {
      const filter = await alertFilterOf(tx, actor, query);
      return {
        order: alertOrderOf(query, filter),
        async read(inner, order, start) {
          const page = await staffAlertPage(inner, filter, order, start, ROWS_AT_ONCE);
          return { next: page.next, rows: page.rows.map(alertCells) };
        },
      };
    },
  },
  audit: {
    spec: AUDIT_LIST,
    columns: ["at", "chain", "seq", "event", "actor", "customer", "connection", "details"],
    async prepare(tx, actor, query) {
      const filter = await auditFilterOf(tx, actor, query);
      return {
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
};

/** An alert as a row of a file, without notes and without the people of the staff. */
function alertCells(row: ListedAlert): Cells {
  const { severity, title, owner, state } = listAlertOf(row, new Map());
  return {
    alertId: row.id,
    severity,
    alert: title,
    customer: row.customerName ?? "",
    connection: row.connectionName ?? "",
    state: state.kind,
    raisedAt: time(row.raisedAt.getTime()),
    lastAt: time(row.lastAt.getTime()),
    times: String(row.times),
    nextStepBy: owner,
    resolvedAt: time(row.resolvedAt?.getTime() ?? null),
  };
}

/**
 * The rows of a list as a file, in the list's order, in pieces of 1,000 rows. Each piece is read in its own transaction, so an export keeps
 * no snapshot open. It is audited before the first row.
 * @throws refusal `staff`
 */
export async function exportList(
  actor: StaffActor,
  name: ExportName,
  format: ExportFormat,
  params: Readonly<Record<string, string>>,
  most = MOST_EXPORTED,
): Promise<AsyncGenerator<string>> {
  const list = LISTS[name];
  const query = readListQuery(list.spec, params);
  const prepared = await inTransaction(actor, (tx) => list.prepare(tx, actor, query), { readOnly: true });
  await inTransaction(actor, (tx) => recordAudit(tx, actor, "partner", "list.exported", { list: name, format }));
  return exportedPieces(actor, list.columns, format, prepared, most);
}

async function* exportedPieces(
  actor: StaffActor,
  columns: readonly string[],
  format: ExportFormat,
  { order, read }: { readonly order: KeysetOrder; readonly read: ReadPage },
  most: number,
): AsyncGenerator<string> {
  if (format === "csv") yield csvRow(columns);
  let left = most;
  // One segment after the other: the next pages of a segment need not look at the others.
  for (const segment of order.segments) {
    let place: Place | null = null;
    do {
      const start: { readonly after: Place } | null = place === null ? null : { after: place };
      const page: Awaited<ReturnType<ReadPage>> = await inTransaction(actor, (tx) => read(tx, { ...order, segments: [segment] }, start), {
        readOnly: true,
      });
      const rows = page.rows.slice(0, left);
      left -= rows.length;
      if (rows.length > 0) yield rows.map((row) => lineOf(row, columns, format)).join("");
      if (left === 0 && (rows.length < page.rows.length || page.next !== null)) {
        yield cutLine(columns, format, most);
        return;
      }
      place = page.next;
    } while (place !== null);
  }
}

function lineOf(row: Cells, columns: readonly string[], format: ExportFormat): string {
  return format === "csv" ? csvRow(columns.map((column) => row[column] ?? "")) : `${JSON.stringify(row)}\n`;
}

function cutLine(columns: readonly string[], format: ExportFormat, most: number): string {
  const remark = `This file contains the first ${most} rows. Filter the list to export the others.`;
  return format === "csv" ? csvRow(columns.map((_, n) => (n === 0 ? remark : ""))) : `${JSON.stringify({ cut: remark })}\n`;
}
