import { randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { findRun } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { RunId } from "#kernel/ids.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { checkReport } from "#lib/audit/check-report.ts";
import { contentDigest } from "#lib/audit/record-audit.ts";
import { runMac } from "#lib/connections/evidence/evidence-mac.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";
import { findReport, reportFile } from "./find-report.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;
/** The actor of `npm run audit:verify`, which sees all chains. */
const cli = { kind: "system", task: "cli" } as const;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  role = await connectedRole(portal, sandbox);
}, startPortalWithFakeClock);

const reportOf = (actor: CustomerActor, run: string, of = role) =>
  findReport(actor, portal.context, of.draft.connectionId, RunId.parse(run));
const fileOf = async (run: string) => JSON.stringify(reportFile(accepted(await reportOf(role.actor, run))), null, 2);

test("another customer's report is answered like one that does not exist, and so is one of another connection", async () => {
  const { run: asked } = await role.recheck();
  const stranger = await connectedRole(portal, sandbox);
  expect(await reportOf(stranger.actor, asked.id)).toEqual(NOT_FOUND);
  expect(await reportOf(stranger.actor, asked.id, stranger)).toEqual(NOT_FOUND);
  expect(await reportOf(role.actor, asked.id, stranger)).toEqual(NOT_FOUND);
  expect(await reportOf(role.actor, randomUUID())).toEqual(NOT_FOUND);
});

test("a report contains its rows of the audit chain, and the digest that the last of them names", async () => {
  await portal.pass("1 minute");
  const { run } = await role.recheck();
  const report = accepted(await reportOf(role.actor, run.id));
  expect(report.anchor).toMatchObject({
    state: "holds",
    started: { event: "run.started", attributes: { run: run.id, session: run.sessionName, region: "eu-central-1" } },
    closed: { event: "run.closed", attributes: { run: run.id, verdict: "secure", report: report.evidenceSha256 } },
  });
  expect(report.probes).toHaveLength(7);
  expect(report.evidence.probesSha256).toBe(contentDigest(report.probes));
  expect(report.roleArn).toMatch(/^arn:aws:iam::222222222222:role\/sallyport\//);
  expect(report.externalId).toBe(role.draft.externalId);
  expect(report.run).toEqual({ ...run, requestedBy: expect.stringContaining("@acme.example") });
  expect(report.before?.verdict).toBe("secure");
});

test("a report file matches the audit chain; an edited one, an invented one and one of an open run do not", async () => {
  const { run } = await role.recheck();
  const file = await fileOf(run.id);
  expect(await checkReport(cli, file)).toMatchObject({ kind: "holds", chain: role.actor.customerId });
  const broken = (text: string) => checkReport(cli, text);
  expect(await broken(file.replace('"got": "denied"', '"got": "allowed"'))).toEqual({ kind: "broken", why: "edited" });
  const parsed = JSON.parse(file);
  parsed.audit.closed.seq += 1000;
  expect(await broken(JSON.stringify(parsed))).toEqual({ kind: "broken", why: "row-missing" });
  parsed.audit.closed.seq -= 1001;
  expect(await broken(JSON.stringify(parsed))).toEqual({ kind: "broken", why: "row-differs" });
  expect(await broken(JSON.stringify({ ...JSON.parse(file), audit: { started: null, closed: null } }))).toMatchObject({
    why: "not-closed",
  });
  expect(await broken("{}")).toEqual({ kind: "broken", why: "unreadable" });
});

test("a report shows that a database administrator changed its stored answer", async () => {
  const { run } = await role.recheck();
  await portal.meanwhile("update verification_probes set got = 'denied', code = 'AccessDenied' where run_id = $1 and n = 0", [run.id]);
  expect(accepted(await reportOf(role.actor, run.id)).anchor.state).toBe("changed");
});

test("a report says which template version was offered, the chain protects that, and the next report shows a change", async () => {
  const { run } = await role.recheck();
  const report = accepted(await reportOf(role.actor, run.id));
  expect(report.evidence.templateVersionOffered).toBe(TEMPLATE_VERSION);
  await portal.meanwhile("update verification_runs set template_version = 7 where id = $1", [run.id]);
  expect(accepted(await reportOf(role.actor, run.id)).anchor.state).toBe("changed");
  await portal.pass("1 minute");
  const next = accepted(await reportOf(role.actor, (await role.recheck()).run.id));
  expect([next.before?.templateVersion, next.run.templateVersion]).toEqual([7, TEMPLATE_VERSION]);
});

test("a run from before the template version was recorded keeps its evidence and its digest", async () => {
  const { run } = await role.recheck();
  const { templateVersionOffered: _, ...asBefore } = accepted(await reportOf(role.actor, run.id)).evidence;
  await portal.meanwhile("update verification_runs set template_version = null where id = $1", [run.id]);
  const stored = await inTransaction(role.actor, (tx) => findRun(tx, role.actor.customerId, RunId.parse(run.id)));
  if (stored === undefined) throw new Error("no run");
  await portal.meanwhile("update verification_runs set mac = $2 where id = $1", [run.id, runMac(portal.env.dataKeys, stored)]);
  const report = accepted(await reportOf(role.actor, run.id));
  expect(report.evidence).toStrictEqual(asBefore);
  expect(report.evidenceSha256).toBe(contentDigest(asBefore));
});

test("a report shows that its audit row was changed", async () => {
  const { run } = await role.recheck();
  await portal.meanwhile("update audit_events set actor = 'system:other' where attributes ->> 'run' = $1 and event = 'run.closed'", [
    run.id,
  ]);
  expect(accepted(await reportOf(role.actor, run.id)).anchor.state).toBe("changed");
});

test("the report of a role that is not secure matches the chain too, and contains neither its ARN nor its ID", async () => {
  const open = await connectedRole(portal, sandbox);
  open.trusts(trust());
  await portal.pass("1 minute");
  const { run } = await open.recheck();
  const report = accepted(await reportOf(open.actor, run.id, open));
  expect(report).toMatchObject({ roleArn: null, anchor: { state: "holds" }, evidence: { verdict: "not-secure", roleId: null } });
  expect(report.before?.verdict).toBe("secure");
});

test("once its External ID is retired, a report shows it masked", async () => {
  const rotated = await connectedRole(portal, sandbox);
  const { run } = await rotated.recheck();
  const fresh = await rotated.switched();
  rotated.trusts(trust({ StringEquals: { "sts:ExternalId": fresh } }));
  await rotated.recheck();
  const report = accepted(await reportOf(rotated.actor, run.id, rotated));
  expect(report.externalIdState).toBe("retired");
  expect(JSON.stringify(reportFile(report))).not.toContain(rotated.draft.externalId);
});
