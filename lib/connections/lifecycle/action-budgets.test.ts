import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import type { Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { cancelRotation, startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { removeMember, setMemberRole } from "#lib/customers/set-member-role.ts";
import { failureOfRefusal } from "#lib/sign-in/failure-of-refusal.ts";
import { disableConnection, removeConnection } from "./remove-connection.ts";
import { renameConnection } from "./save-choices.ts";
import { startConnection } from "./start-connection.ts";

let portal: PortalWithFakeClock;
beforeAll(async () => {
  portal = await startPortalWithFakeClock({ url: "http://localhost:9", smtpUrl: "smtp://localhost:9" });
});
afterAll(() => portal.close());

/** What a person gets: the guards of all entry points turn a rejection by the database into a failure in this way. */
async function answered<T>(act: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act;
  } catch (error) {
    const failure = failureOfRefusal(error);
    if (failure === null) throw error;
    return failure;
  }
}
const start = (actor: CustomerActor) => answered(startConnection(actor, portal.context));
/** Starts a connection and removes it again; returns the result of the start. */
async function startAndRemove(actor: CustomerActor): Promise<Result<{ id: string }>> {
  const started = await start(actor);
  if (started.ok) accepted(await removeConnection(actor, ConnectionId.parse(started.value.id)));
  return started;
}
async function count(text: string, values: unknown[]): Promise<number> {
  return (await portal.db.pool("owner").query<{ n: number }>(text, values)).rows[0]?.n ?? Number.NaN;
}
const externalIdsOf = ({ customerId }: CustomerActor) =>
  count("select count(*)::int as n from external_ids where customer_id = $1", [customerId]);
const rowsOf = ({ customerId }: CustomerActor) => count("select count(*)::int as n from audit_events where chain = $1", [customerId]);
/** Writes audit rows of a customer's user, as the actions do. */
async function write(actor: CustomerActor, event: Parameters<typeof recordAudit>[3], times: number): Promise<void> {
  for (let n = 0; n < times; n++) await inTransaction(actor, (tx) => recordAudit(tx, actor, actor.customerId, event, {}));
}

test("repeated start and remove creates at most 30 External IDs in ten minutes, also in parallel; the error says when to retry", async () => {
  const actor = await portal.newOwner();
  for (let n = 0; n < 24; n++) accepted(await startAndRemove(actor));
  const atOnce = await Promise.all(Array.from({ length: 12 }, () => startAndRemove(actor)));
  expect(atOnce.filter(({ ok }) => ok)).toHaveLength(6);
  expect(await externalIdsOf(actor)).toBe(30);
  const rows = await rowsOf(actor);
  const refused = await start(actor);
  expect(refused).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringMatching(/Try again in 10 minutes, at \d\d:\d\d UTC/),
  });
  expect([await externalIdsOf(actor), await rowsOf(actor)]).toEqual([30, rows]);
  await portal.pass("9 minutes 59 seconds");
  expect(await start(actor)).toMatchObject({ code: "limited", message: expect.stringMatching(/in 1 minute,/) });
  await portal.pass("2 s");
  accepted(await start(actor));
});

test("300 External IDs in a day for all users of a customer together; another customer isn't affected", async () => {
  const actor = await portal.newOwner();
  const colleague = { ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) };
  for (let n = 0; n < 300; n++) {
    accepted(await startAndRemove(n % 2 ? actor : colleague));
    if (n % 30 === 29) await portal.pass("10 minutes 1 s");
  }
  for (const who of [actor, colleague])
    expect(await start(who)).toMatchObject({ code: "limited", message: expect.stringMatching(/Try again in 23 hours/) });
  accepted(await start(await portal.newOwner()));
});

test("repeatedly started and canceled rotations use the same budget; canceling is always possible", async () => {
  const actor = await portal.newOwner();
  const { id } = await arrangeConnection(portal.db.pool("owner"), actor.customerId);
  const rotate = () => answered(startRotation(actor, { customerId: actor.customerId, connectionId: id }));
  for (let n = 0; n < 29; n++) {
    accepted(await rotate());
    accepted(await cancelRotation(actor, id));
  }
  accepted(await rotate());
  accepted(await cancelRotation(actor, id));
  expect(await rotate()).toMatchObject({ ok: false, code: "limited" });
});

test("a used-up budget never blocks what stops access, removes something or revokes rights", async () => {
  const actor = await portal.newOwner();
  const [other, third] = [
    await arrangeMember(portal.db.pool("owner"), actor.customerId),
    await arrangeMember(portal.db.pool("owner"), actor.customerId, { role: "member" }),
  ];
  const { id } = await arrangeConnection(portal.db.pool("owner"), actor.customerId);
  await write(actor, "connection.started", 30);
  await write(actor, "run.started", 120);
  await write(actor, "connection.renamed", 300);
  expect(await answered(renameConnection(actor, id, "one more"))).toMatchObject({ code: "limited" });
  expect(await answered(setMemberRole(actor, third, "owner"))).toMatchObject({ code: "limited" });
  accepted(await setMemberRole(actor, other, "member"));
  accepted(await removeMember(actor, other));
  accepted(await disableConnection(actor, id));
  accepted(await removeConnection(actor, id));
});

test("the worker's actions for a customer don't use the budget of its users, and aren't rejected", async () => {
  const actor = await portal.newOwner();
  const { worker } = portal;
  for (let n = 0; n < 40; n++) await inTransaction(worker, (tx) => recordAudit(tx, worker, actor.customerId, "rotation.started", {}));
  accepted(await start(actor));
});

test("giving a user the role that they already have writes no audit row", async () => {
  const actor = await portal.newOwner();
  const member = await arrangeMember(portal.db.pool("owner"), actor.customerId, { role: "member" });
  const before = await rowsOf(actor);
  for (let n = 0; n < 5; n++) accepted(await setMemberRole(actor, member, "member"));
  expect(await rowsOf(actor)).toBe(before);
});

/** Every audit event, and the budget that it uses when a user of a customer causes it, or why it needs none. */
const EVENTS: Readonly<Record<string, string>> = {
  "connection.started": "external_ids",
  "rotation.started": "external_ids",
  "run.started": "verifications",
  "logs.opened": "role_sessions",
  "logs.tailed": "role_sessions",
  "query.started": "role_sessions",
  "query.saved": "changes",
  "query.changed": "changes",
  "query.history_deleted": "changes",
  "query.threshold_set": "changes",
  "connection.choices_saved": "changes",
  "connection.renamed": "changes",
  "member.changed": "changes",
  "member.invited": "changes",
  "search.saved": "changes",
  "contact.added": "changes",
  "contact.removed": "changes",
  "emails.turned_off": "changes",
  "emails.turned_on": "changes",
  "sessions.limited": "changes",
  "support.approved": "changes",
  "connection.disabled": "stops: once for each time that a verification enabled it",
  "connection.removed": "stops: once for each connection.started",
  "invitation.revoked": "stops: once for each member.invited",
  "member.removed": "stops: once for each member",
  "rotation.canceled": "stops: once for each rotation.started",
  "query.removed": "stops: once for each query.saved",
  "query.ended": "not a customer's user: the worker",
  "search.removed": "stops: once for each search.saved",
  "sessions.ended": "stops: only when a session ended, and each began with a sign-in",
  "support.ended": "stops: once for each grant that staff requested",
  "invitation.accepted": "ends: once for each member.invited",
  "logs.answered": "ends: once for each logs.opened",
  "rotation.retired": "ends: once for each rotation.started",
  "rotation.switched": "ends: once for each rotation.started",
  "run.closed": "ends: once for each run.started",
  "submission.expired": "ends: once for each run.started",
  "rotation.reminded": "not a customer's user: the worker, by the calendar",
  "claim.checked": "not a customer's user: the worker",
  "claim.ended": "not a customer's user: the worker",
  "claim.taken": "not a customer's user: the worker",
  "verification.rejected": "not a customer's user: the worker",
  "action.applied": "not a customer's user: staff",
  "invitation.resent": "not a customer's user: staff",
  "action.started": "not a customer's user: staff",
  "action.stopped": "not a customer's user: staff",
  "alert.acknowledged": "not a customer's user: staff",
  "alert.emails_chosen": "not a customer's user: staff",
  "alert.resolved": "not a customer's user: staff",
  "alert.snoozed": "not a customer's user: staff",
  "contact.confirmed": "not a customer's user: a person with the link in the email, once for each contact.added",
  "customer.tagged": "not a customer's user: staff",
  "note.added": "not a customer's user: staff",
  "note.removed": "not a customer's user: staff",
  "view.deleted": "not a customer's user: staff",
  "view.saved": "not a customer's user: staff",
  "audit.verified": "not a customer's user: staff",
  "audit.broken": "not a customer's user: staff",
  "list.exported": "not a customer's user: staff",
  "customer.added": "not a customer's user: the command line",
  "customer.invited": "not a customer's user: staff",
  "customer.resumed": "not a customer's user: staff",
  "customer.suspended": "not a customer's user: staff",
  "customer.suspension_explained": "not a customer's user: staff",
  "job.retried": "not a customer's user: staff",
  "person.erased": "not a customer's user: the command line",
  "rotation.requested": "not a customer's user: staff",
  "run.requested": "not a customer's user: staff",
  "staff.accepted": "not a customer's user: staff, once for each staff.invited",
  "staff.changed": "not a customer's user: staff",
  "staff.invited": "not a customer's user: staff",
  "staff.denied": "counted: once in ten minutes for a person and entry point, then one row with the number",
  "support.opened": "not a customer's user: staff",
  "support.requested": "not a customer's user: staff",
};

const BUDGETS = ["external_ids", "verifications", "role_sessions", "changes"];

test("every event that the code or the database writes has its budget, or the reason why it needs none", async () => {
  const sources = globSync(["lib/**/*.ts", "db/queries/*.ts"])
    .filter((file) => !file.includes(".test."))
    .map((file) => readFileSync(file, "utf8"))
    .filter((source) => /recordAudit\(|append_audit\(/.test(source));
  const functions = await portal.db
    .pool("owner")
    .query<{ prosrc: string }>("select prosrc from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~ 'write_audit\\('");
  const written = new Set<string>();
  for (const source of sources)
    for (const [, event = ""] of source.matchAll(/(?:recordAudit|append_audit)\([^;]*?["'`]([a-z_]+\.[a-z_]+)["'`]/g)) written.add(event);
  for (const { prosrc } of functions.rows)
    for (const [, call = ""] of prosrc.matchAll(/write_audit\(([^;]*);/g))
      for (const [, event = ""] of call.matchAll(/'([a-z_]+\.[a-z_]+)'/g)) written.add(event);
  // The code writes `rotation.${move}`.
  for (const move of ["retired", "switched"]) written.add(`rotation.${move}`);
  expect([...written].toSorted()).toEqual(Object.keys(EVENTS).toSorted());
});

test("the database charges each event to the budget that is listed here", async () => {
  const { rows } = await portal.db
    .pool("owner")
    .query<{ event: string; act: string | null }>("select event, action_of(event, '{}') as act from unnest($1::text[]) event", [
      Object.keys(EVENTS),
    ]);
  const ours = rows.filter(({ event }) => !EVENTS[event]?.startsWith("not a customer's user") && event !== "staff.denied");
  for (const { event, act } of ours) {
    const budget = EVENTS[event] ?? "";
    expect([event, act]).toEqual([event, BUDGETS.includes(budget) ? budget : null]);
  }
});
