import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";

/** A saved view of a list. */
export interface StaffViewRow {
  readonly id: string;
  readonly name: string;
  readonly params: string;
  readonly shared: boolean;
  readonly revision: number;
}

/** The views of a list that this person sees: their own (at most 30) and the shared ones (at most 50), sorted by name. */
export async function staffViews(tx: Transaction, list: string): Promise<readonly StaffViewRow[]> {
  const { rows } = await tx.execute<StaffViewRow & Record<string, unknown>>(
    sql`select id, name, params, shared, revision from staff_views where list = ${list} order by lower(name), id limit 80`,
  );
  return rows;
}

/**
 * Saves a new view, or changes one. Returns its ID. @throws refusal `staff`, `staff_view_changed`, `staff_view_shared`,
 * `too_many_staff_views`, or a unique violation if the name is taken, or P0002 if there is no such view
 */
export async function staffSaveView(
  tx: Transaction,
  actor: StaffActor,
  view: {
    readonly list: string;
    readonly name: string;
    readonly params: string;
    readonly shared: boolean;
    readonly change: { readonly id: string; readonly revision: number } | null;
  },
): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select save_staff_view(${actor.userId}, ${view.change?.id ?? null}, ${view.change?.revision ?? null}, ${view.list}, ${view.name}, ${view.params}, ${view.shared}) as id`,
  );
  return rows[0]?.id ?? "";
}

/** Deletes a view. @throws refusal `staff`, or P0002 if there is no such view */
export async function staffDeleteView(tx: Transaction, actor: StaffActor, id: string): Promise<void> {
  await tx.execute(sql`select delete_staff_view(${actor.userId}, ${id})`);
}
