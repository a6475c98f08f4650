import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { connectedRole } from "#lib/connections/testing/connected-role.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortalWithFakeClock(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});

test("the audit chains are intact link by link, and a changed or deleted row is found", async () => {
  const staff = { kind: "system", task: "cli" } as const;
  const roles = [await connectedRole(portal, sandbox), await connectedRole(portal, sandbox)];
  for (const role of roles) await role.workerTurn();
  const report = await verifyAuditChain(staff);
  expect(report.breaks).toEqual([]);
  expect(report.events).toBeGreaterThanOrEqual(10);
  const chain = roles[0]?.actor.customerId;
  await portal.meanwhile("update audit_events set actor = 'system:other' where chain = $1 and seq = 2", [chain]);
  expect((await verifyAuditChain(staff)).breaks).toEqual([{ chain, seq: 2, problem: "changed" }]);
  await portal.meanwhile("delete from audit_events where chain = $1 and seq >= 2", [chain]);
  expect((await verifyAuditChain(staff)).breaks).toEqual([{ chain, seq: 1, problem: "head" }]);
});
