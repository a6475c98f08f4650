import type { Transaction } from "#db/in-transaction.ts";
import type { KeysetOrder, Place } from "#db/queries/keyset.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import type { ListQuery, ListSpec } from "#lib/lists/shared/list-query.ts";

/** Rows that are read at once. Memory holds one such page, whatever the list has. */
export const ROWS_AT_ONCE = 1000;

export type Cells = Readonly<Record<string, string>>;

/** A list that can be exported. */
export interface Exported {
  readonly spec: ListSpec;
  readonly columns: readonly string[];
  /**
   * The order of the file, whatever the order of the page: no change of a row may move it, because each piece of a file is read in its own
   * transaction. Without it, a row whose status changes meanwhile would be missing, or in the file twice.
   */
  readonly sort: string;
  /** Looks the search up, and returns the order of the rows and how a page of them is read. */
  prepare(tx: Transaction, actor: StaffActor, query: ListQuery, keys: Pick<PortalEnv, "dataKeys">): Promise<PreparedExport>;
}

export interface PreparedExport {
  readonly order: KeysetOrder;
  readonly read: ReadPage;
  /** What the file leaves out, for its last row. */
  readonly remark: string | null;
}

export type ReadPage = (
  tx: Transaction,
  order: KeysetOrder,
  start: { readonly after: Place } | null,
) => Promise<{ readonly rows: readonly Cells[]; readonly next: Place | null }>;

/** A time in milliseconds since 1970 as a cell. */
export const exportedTime = (ms: number | null): string => (ms === null ? "" : new Date(ms).toISOString());
