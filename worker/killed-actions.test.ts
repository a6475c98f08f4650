import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { correctTrust, endOf, newRole } from "#lib/connections/testing/portal.ts";
import { portalForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { draftAction, startAction } from "#lib/staff/actions/draft-action.ts";
import { findAction } from "#lib/staff/actions/list-actions.ts";
import { actionItemList } from "#lib/staff/shared/action-view.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";

const CUSTOMERS = 300;
const CONNECTIONS = 6;
const POLL = { interval: 5 };

let programPath: string;
let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let operator: StaffActor;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  programPath = await program();
});
portalForEachTest((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(portal.db.pool("owner"), { role: "operator" }) };
});
afterEach(() => worker?.kill("SIGKILL"));

function startWorker(): void {
  worker = spawn(process.execPath, [programPath, "worker"], {
    env: { NODE_ENV: "test", ...inheritedVariables(), ...portal.workerEnvironment },
    stdio: "ignore",
  });
}

async function killWorker(): Promise<void> {
  const exited = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await exited;
}

async function rows<Row>(sql: string): Promise<readonly Row[]> {
  return (await portal.db.pool("admin").query(sql)).rows as readonly Row[];
}
const count = async (sql: string) => Number((await rows<{ n: string }>(`select count(*) as n ${sql}`))[0]?.n);

/** Starts an action on everything that its list has; returns its ID. */
async function startOnAll(kind: ActionKind, tag: string | null): Promise<string> {
  const drafted = await draftAction(operator, { kind, target: { list: {} }, tag, templateVersion: 1 });
  if (!drafted.ok) throw new Error(drafted.message);
  const { id } = drafted.value;
  expect(await startAction(operator, { id, kind, reason: "Verify after the incident", category: null })).toMatchObject({ ok: true });
  return id;
}
const viewOf = (id: string) => findAction(operator, id, readListQuery(actionItemList(id), {}));

test("workers that are killed in the middle of an action leave no item out and do none twice", async () => {
  for (let n = 0; n < CUSTOMERS; n++) await arrangeCustomer(portal.db.pool("owner"), { name: `Customer ${n}` });
  const action = await startOnAll("tag", "pilot");
  const done = () => count("from staff_action_items where state = 'done'");
  for (const atLeast of [30, 120]) {
    startWorker();
    await expect.poll(done, POLL).toBeGreaterThanOrEqual(atLeast);
    await killWorker();
    expect(await done(), "items that were done when the worker was killed").toBeLessThan(CUSTOMERS);
  }
  startWorker();
  await expect.poll(() => viewOf(action), POLL).toMatchObject({ state: "finished", done: CUSTOMERS, counts: { problems: 0 } });
  expect(
    await rows(
      "select count(*)::int as n, count(distinct attributes ->> 'customer')::int as customers from audit_events where event = 'action.applied'",
    ),
  ).toEqual([{ n: CUSTOMERS, customers: CUSTOMERS }]);
  expect(await rows("select * from audit_breaks(null)")).toEqual([]);
});

test("an action whose worker is killed during its verifications ends with a result for each connection", async () => {
  for (let n = 0; n < CONNECTIONS; n++) {
    const actor = await portal.newOwner();
    const { connectionId, externalId } = await portal.newDraft(actor);
    const { arn } = newRole(sandbox.state.iam, correctTrust(externalId));
    await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
  }
  await portal.pass("2 hours");
  const action = await startOnAll("verify", null);
  sandbox.state.faults.holdAll();
  startWorker();
  await expect.poll(() => count("from verification_runs where verdict is null"), POLL).toBeGreaterThan(0);
  await killWorker();
  sandbox.state.faults.clear();
  await portal.pass("1 minute");
  startWorker();
  await expect.poll(async () => (await viewOf(action))?.state, POLL).toBe("finished");
  const items = await rows("select distinct i.state, i.word in ('secure', 'lost') as is_known from staff_action_items i");
  expect(items).toEqual([{ state: "done", is_known: true }]);
  expect(await rows("select distinct status from connections")).toEqual([{ status: "connected" }]);
});
