import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import type { ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { removeConnection } from "./remove-connection.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

const rows = async (text: string) => (await portal.db.pool("admin").query(text, [role.draft.connectionId])).rows;

test("a removed connection is not read, is never due again, and cannot be removed twice", async () => {
  const { actor, draft } = role;
  await portal.untilDue(draft.connectionId);
  accepted(await removeConnection(actor, draft.connectionId));
  expect(await removeConnection(actor, draft.connectionId)).toMatchObject({ ok: false, code: "not-found" });
  expect(await openConnectionForRead(actor, portal.context, draft.connectionId)).toMatchObject({ kind: expect.stringMatching(/^not-/) });
  expect(await rows("select next_check_at, lease_token from connections where id = $1")).toEqual([
    { next_check_at: null, lease_token: null },
  ]);
  const before = sandbox.state.callLog.last;
  await portal.pass("8 days");
  await checkAllDue(portal);
  expect(sandbox.state.callLog.since(before)).toEqual([]);
});

test("a removal during a rotation retires every External ID and deletes the ARN; reports and the audit log stay", async () => {
  const { actor, draft } = role;
  accepted(await startRotation(actor, { customerId: actor.customerId, connectionId: draft.connectionId }));
  const reports = await rows("select id, verdict from verification_runs where connection_id = $1");
  const { sentences } = accepted(await removeConnection(actor, draft.connectionId));
  expect(sentences.join(" ")).toMatch(
    /never be used again.*deleted the role ARN.*The portal keeps verification reports and the audit log.*Delete the stack/,
  );
  expect(await rows("select distinct state from external_ids where connection_id = $1")).toEqual([{ state: "retired" }]);
  expect(await rows("select count(*)::int as n from external_ids where connection_id = $1")).toEqual([{ n: 2 }]);
  expect(await rows("select status, role_arn from connections where id = $1")).toEqual([{ status: "removed", role_arn: null }]);
  expect(await rows("select from pending_role_arns where connection_id = $1")).toEqual([]);
  expect(await portal.dump()).not.toContain("arn:aws:iam::222222222222:role");
  expect(await rows("select id, verdict from verification_runs where connection_id = $1")).toEqual(reports);
  expect(reports).not.toHaveLength(0);
  expect((await verifyAuditChain({ kind: "system", task: "cli" })).breaks).toEqual([]);
  const detail = await findConnectionDetail(actor, portal.context, draft.connectionId);
  expect(detail.ok).toBe(true);
});
