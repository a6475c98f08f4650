import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { roleSessions } from "#db/queries/role-sessions.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { UserId } from "#kernel/ids.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { correctTrust, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { findRoleSessions } from "#lib/session-history/find-role-sessions.ts";
import { roleSessionsFile } from "#lib/session-history/role-sessions-file.ts";
import { RoleSessionsPageQuery } from "#lib/session-history/role-sessions-query.ts";
import type { RoleSessionsView } from "#lib/session-history/shared/role-sessions-view.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
let owner: CustomerActor;
let connection: VerifiedConnection;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  owner = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, owner);
});

async function colleague(role: "owner" | "member"): Promise<CustomerActor> {
  const db = portal.db.pool("owner");
  const { rows } = await db.query("insert into users (email) values ($1) returning id", [`${role}-${Math.random()}@acme.example`]);
  await db.query("insert into memberships (customer_id, user_id, role) values ($1, $2, $3)", [owner.customerId, rows[0].id, role]);
  return { kind: "customer", customerId: owner.customerId, userId: UserId.parse(rows[0].id), role };
}

function find(actor: CustomerActor, query: Record<string, string> = {}): Promise<RoleSessionsView> {
  const { below, ...filter } = RoleSessionsPageQuery.parse(query);
  return findRoleSessions(actor, portal.context, filter, below);
}
const read = (actor: CustomerActor, of = connection) => openLogReader(actor, portal.context, of.connectionId, REGION, "search");
const assumed = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "AssumeRole");

test("another customer's sessions are never shown, for any filter", async () => {
  const stranger = await portal.newOwner();
  expect((await find(stranger)).sessions).toEqual([]);
  const [check] = (await find(owner)).sessions;
  for (const query of [{ connection: connection.connectionId }, { find: check?.sessionName ?? "" }, { find: check?.opened[0] ?? "" }])
    expect((await find(stranger, query)).sessions).toEqual([]);
  // Also a query for the other customer's rows finds none: row-level security protects them, not the condition of the query.
  const asked = { onlyReadsOf: null, connectionId: null, from: null, before: null, find: null, below: null, limit: 50 };
  expect(await inTransaction(stranger, (tx) => roleSessions(tx, { ...asked, customerId: owner.customerId }))).toEqual([]);
});

test("a verification is one entry, with the request IDs of the allowed probes and not of the denied ones", async () => {
  const since = sandbox.state.callLog.last;
  const { run } = await endOf(await recheckConnection(owner, portal.context, connection.connectionId));
  const [entry] = (await find(owner)).sessions;
  const ours = assumed(since).filter(({ roleArn }) => roleArn === connection.arn);
  expect(ours).toHaveLength(7);
  const opened = run.probes.filter(({ got }) => got === "allowed").map(({ requestId }) => requestId);
  expect(entry).toMatchObject({
    ...{ kind: "check", purpose: "recheck", who: expect.stringContaining("@acme.example"), runId: run.id, roleId: run.roleId },
    ...{ connectionId: connection.connectionId, region: REGION, sessionName: ours[0]?.sessionName, refused: 5, opened },
  });
  expect(ours.map(({ requestId }) => requestId)).toEqual(expect.arrayContaining(opened));
});

test("a read is one entry with the person, the purpose and AWS's request ID", async () => {
  const since = sandbox.state.callLog.last;
  const reader = await colleague("owner");
  await read(reader);
  const [call] = assumed(since);
  const [entry] = (await find(owner)).sessions;
  expect(entry).toMatchObject({
    kind: "read",
    purpose: "search",
    region: REGION,
    opened: [call?.requestId],
    sessionName: call?.sessionName,
  });
  expect(entry?.who).toMatch(/^owner-.*@acme\.example$/);
  expect(entry?.roleId).toMatch(/^AROA/);
});

test("a member sees the verifications and their own reads, but not the reads of colleagues", async () => {
  const [one, other] = [await colleague("member"), await colleague("member")];
  await read(one);
  await read(other);
  const seen = (await find(one)).sessions;
  expect(seen.filter(({ kind }) => kind === "read").map(({ who }) => who)).toEqual([expect.stringMatching(/^member-/)]);
  expect(seen.some(({ kind }) => kind === "check")).toBe(true);
  expect((await find(owner)).sessions.filter(({ who }) => who.startsWith("member-"))).toHaveLength(2);
});

test("a session name or a request ID from CloudTrail finds its entry", async () => {
  const [entry, ...others] = (await find(owner)).sessions;
  expect(others.length).toBeGreaterThan(0);
  expect((await find(owner, { find: ` ${entry?.opened[0]?.toUpperCase()} ` })).sessions).toEqual([entry]);
  expect((await find(owner, { find: entry?.sessionName ?? "" })).sessions[0]).toEqual(entry);
  const check = others.find(({ kind }) => kind === "check");
  expect((await find(owner, { find: check?.opened[1] ?? "" })).sessions).toEqual([check]);
});

test("the source identity of a read is shown, is in the file, and finds the entry when it is pasted from CloudTrail", async () => {
  const since = sandbox.state.callLog.last;
  await read(await colleague("owner"));
  const [call] = assumed(since);
  const identity = String(call?.parameters["SourceIdentity"]);
  const [entry, ...older] = (await find(owner)).sessions;
  expect(entry).toMatchObject({ sourceIdentity: identity, askedAgain: false, opened: [call?.requestId] });
  expect((await find(owner, { find: identity })).sessions).toEqual([entry]);
  expect(older.filter(({ kind }) => kind === "check").map(({ sourceIdentity }) => sourceIdentity)).not.toEqual([]);
  expect(older.filter(({ kind, sourceIdentity }) => kind === "check" && sourceIdentity !== null)).toEqual([]);
  let csv = "";
  for await (const piece of roleSessionsFile(owner, RoleSessionsPageQuery.parse({ find: identity }), "csv")) csv += piece;
  expect(csv.split("\r\n")[0]).toContain('"sessionName","sourceIdentity","requestId"');
  expect(csv).toContain(`"${identity}","${identity}","${call?.requestId}"`);
});

test("a role that does not allow a source identity has two entries: denied with one, allowed without", async () => {
  const plain = await verifiedConnection(portal, sandbox.state.iam, owner);
  sandbox.state.iam.updateAssumeRolePolicy(plain.accountId, plain.roleName, correctTrust(plain.externalId));
  await read(await colleague("owner"), plain);
  const [second, first] = (await find(owner, { connection: plain.connectionId })).sessions;
  expect(first).toMatchObject({ kind: "read", refused: 1, opened: [], sourceIdentity: first?.sessionName, askedAgain: false });
  expect(second).toMatchObject({ kind: "read", refused: 0, opened: [expect.any(String)], sourceIdentity: null, askedAgain: true });
});

test("a denied read is shown as denied and opened no session", async () => {
  const shut = await verifiedConnection(portal, sandbox.state.iam, owner);
  sandbox.state.iam.updateAssumeRolePolicy(shut.accountId, shut.roleName, trust({ StringEquals: { "sts:ExternalId": "x-x" } }));
  await read(await colleague("owner"), shut);
  expect((await find(owner, { connection: shut.connectionId })).sessions[0]).toMatchObject({ kind: "read", opened: [], refused: 1 });
});

test("dates and connections filter the list, and an empty field does not", async () => {
  const all = (await find(owner, { connection: "", from: "", to: "", find: "" })).sessions;
  const today = new Date().toISOString().slice(0, 10);
  expect((await find(owner, { from: today, to: today })).sessions.length).toBeGreaterThan(0);
  expect((await find(owner, { to: "2020-01-01" })).sessions).toEqual([]);
  expect((await find(owner, { from: "2999-01-01" })).sessions).toEqual([]);
  const of = (await find(owner, { connection: connection.connectionId })).sessions;
  expect(of).toEqual(all.filter(({ connectionId }) => connectionId === connection.connectionId));
  expect(of.length).toBeLessThan(all.length);
});

test.each(["2026-02-30", "yesterday", "2026-11-24T00:00:00Z"])("%s is no day", (from) => {
  expect(RoleSessionsPageQuery.safeParse({ from }).success).toBe(false);
});

test("pages follow one another without a gap or a duplicate, newest first", async () => {
  const many = await portal.newOwner();
  const append = "select append_audit($1, 'support.opened', 'system:worker', '{}') from generate_series(1, 120)";
  await portal.db.pool("owner").query(append, [many.customerId]);
  const seen: number[] = [];
  let below = "";
  for (let page = 0; page < 4; page += 1) {
    const view = await find(many, below === "" ? {} : { below });
    expect(view.newest).toBe(page === 0);
    seen.push(...view.sessions.map(({ seq }) => seq));
    below = view.older ?? "";
    if (below === "") break;
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => 120 - n));
});

test("a file has one line for each opened session, formulas are escaped, and a truncated file says so", async () => {
  const renamed = "update connections set name = '=HYPERLINK(\"http://evil.example\")' where id = $1";
  await portal.db.pool("owner").query(renamed, [connection.connectionId]);
  const query = RoleSessionsPageQuery.parse({ connection: connection.connectionId });
  const whole = async (format: "csv" | "json", most?: number) => {
    let text = "";
    for await (const piece of roleSessionsFile(owner, query, format, most)) text += piece;
    return text;
  };
  const { sessions } = await find(owner, { connection: connection.connectionId });
  const opened = sessions.flatMap((session) => session.opened);
  const csv = await whole("csv");
  expect(csv.split("\r\n")[0]).toMatch(/^"time","kind","purpose","who"/);
  for (const requestId of opened) expect(csv).toContain(`"${requestId}"`);
  expect(csv).toContain('"\'=HYPERLINK(""http://evil.example"")"');
  const json = JSON.parse(await whole("json"));
  expect(json.cut).toBe(false);
  expect(json.sessions.map(({ requestId }: { requestId: string }) => requestId)).toEqual(opened);
  expect(await whole("csv", 1)).toContain("This file contains the newest 1 rows");
  expect(JSON.parse(await whole("json", 1)).cut).toBe(true);
});
