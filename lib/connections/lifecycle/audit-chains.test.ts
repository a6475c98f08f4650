import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { connectedRole } from "#lib/connections/testing/connected-role.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;

portalForFile((made) => {
  ({ sandbox, portal } = made);
}, startPortalWithFakeClock);

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
