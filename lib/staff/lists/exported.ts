import type { Transaction } from "#db/in-transaction.ts";
import type { KeysetOrder, Place } from "#db/queries/staff/keyset.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ListQuery, ListSpec } from "#lib/staff/shared/list-query.ts";

export type Cells = Readonly<Record<string, string>>;

/** A list that can be exported. */
export interface Exported {
  readonly spec: ListSpec;
  readonly columns: readonly string[];
  /** Looks the search up, and returns the order of the rows and how a page of them is read. */
  prepare(tx: Transaction, actor: StaffActor, query: ListQuery): Promise<{ readonly order: KeysetOrder; readonly read: ReadPage }>;
}
export type ReadPage = (
  tx: Transaction,
  order: KeysetOrder,
  start: { readonly after: Place } | null,
) => Promise<{ readonly rows: readonly Cells[]; readonly next: Place | null }>;
