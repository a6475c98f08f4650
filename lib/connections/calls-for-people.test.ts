import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";
import { connectedRole } from "./testing/connected-role.ts";
import { type Portal, startPortal } from "./testing/portal.ts";

let sandbox: Sandbox;
let portal: Portal;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});

test("a person's check is not held up by the worker's, which leaves calls for it", async () => {
  const [theirs, ours] = [await connectedRole(portal, sandbox), await connectedRole(portal, sandbox)];
  // Enough for the person's check; the worker's has to leave six tenths of a second's calls, and waits until they are there.
  await portal.meanwhile("update sts_regions set paid_until = clock_timestamp() - interval '0.1 s'", []);
  const before = sandbox.world.journal.last;
  const check = ours.workerTurn();
  const text = "select from verification_runs where connection_id = $1 and verdict is null";
  const open = async () => (await portal.db.pool("owner").query(text, [ours.draft.connectionId])).rowCount;
  await expect.poll(open, { interval: 5 }).toBe(1);
  expect((await theirs.recheck()).run.verdict).toBe("secure");
  const asked = () => sandbox.world.journal.since(before).filter(({ externalId }) => externalId === ours.draft.externalId).length;
  expect(asked()).toBe(0);
  await check;
  expect(asked()).toBe(2);
});
