import { beforeEach, expect } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { agedVerification, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { type ActionTarget, draftAction, startAction } from "#lib/staff/actions/draft-action.ts";
import { findAction } from "#lib/staff/actions/list-actions.ts";
import { workActions } from "#lib/staff/actions/work-actions.ts";
import { type ActionPreview, actionItemList } from "#lib/staff/shared/action-view.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
export const REASON = "Verify after the incident";
/** Everything in the list of connections or customers. */
export const ALL: ActionTarget = { list: {} };

let database: TestDatabase;
export let acme: CustomerId;
export const staff = {} as Record<StaffRole, StaffActor>;
export const db = () => database;

/** Each test gets a database with the customer Acme, its owner and a member of staff of each role. */
export function actionsForEachTest(): void {
  beforeEach(async () => {
    database = await createTestDatabase();
    openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
    const owner = database.pool("owner");
    for (const role of ["support", "operator", "admin"] as const)
      staff[role] = { kind: "staff", role, userId: await arrangeStaff(owner, { role, email: `${role}@partner.example` }) };
    acme = await arrangeCustomer(owner, { name: "Acme" });
    await arrangeMember(owner, acme, { role: "owner", email: "owner@acme.example" });
    return () => database.drop();
  });
}

/** The text of an export. */
export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

export const rows = async (sql: string, values: unknown[] = []) => (await database.pool("admin").query(sql, values)).rows;
/** One turn of a worker. */
export const work = () => workActions({ kind: "system", task: "worker" }, SECRET, new AbortController().signal);
export const rowsOf = (...ids: readonly ConnectionId[]): ActionTarget => ({
  rows: ids.map((connectionId) => ({ customerId: acme, connectionId })),
});

/** A connection whose last verification is an hour ago. */
export async function connection(name: string): Promise<ConnectionId> {
  const { id } = await arrangeConnection(database.pool("owner"), acme, { name });
  await agedVerification(database.pool("admin"), acme, id, "1 hour");
  return id;
}

/** The preview of an action. @throws Error if it was refused */
export async function drafted(kind: ActionKind, target: ActionTarget, who = staff.operator): Promise<ActionPreview> {
  const result = await draftAction(who, { kind, target, tag: null, templateVersion: 1 });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** The ID of an action in progress. */
export async function started(
  kind: ActionKind,
  target: ActionTarget,
  category: string | null = null,
  who = staff.operator,
): Promise<string> {
  const { id } = await drafted(kind, target, who);
  expect(await startAction(who, { id, kind, reason: REASON, category })).toEqual({ ok: true, value: { id } });
  return id;
}

/** An action as support sees it. */
export async function viewOf(id: string, who = staff.support) {
  const found = await findAction(who, id, readListQuery(actionItemList(id), {}));
  if (found === null) throw new Error("no such action");
  return found;
}

/** Name, state and word of each item. */
export async function results(id: string) {
  const { list } = await viewOf(id);
  return list.rows.map(({ connectionName, customerName, state, word }) => [connectionName ?? customerName, state, word]);
}
