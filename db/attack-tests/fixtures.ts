import {
  type AsOwner,
  arrangeCustomer,
  arrangeDraft,
  arrangeInvitation,
  arrangeMember,
  arrangePerson,
  arrangeSession,
  arrangeStaff,
  sha256,
} from "#db/testing/arrange.ts";
import {
  type ArrangedConnection,
  agedVerification,
  arrangeConnection,
  arrangeOpenRun,
  arrangeSecureProbes,
  arrangeSecureRun,
} from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { arrangeAction } from "./arrange-action.ts";
import { arrangeOldRuns } from "./arrange-old-runs.ts";
import { arrangeQueries, arrangeViews } from "./arrange-queries.ts";
import { arrangeRecords } from "./arrange-records.ts";

/** Two customers and everything that an attack case starts from. Each case is rolled back, so all cases share these fixtures. */
export type Fixtures = Awaited<ReturnType<typeof arrangeFixtures>>;

export async function arrangeFixtures(given?: TestDatabase) {
  const database = given ?? (await createTestDatabase());
  const owner = database.pool("owner");
  const a = await arrangeCustomer(owner, { name: "A" });
  const b = await arrangeCustomer(owner, { name: "B" });
  const people = await arrangePeople(database, a, b);
  const conn = await arrangeConnections(database, a, b);
  const outdated = await arrangeConnection(owner, a, { name: "verified yesterday" });
  await agedVerification(database.pool("admin"), a, outdated.id, "24 hours");
  const favorite = "insert into favorite_log_groups values ($1, $2, $3, 'eu-central-1', $4)";
  await owner.query(favorite, [b, people.ownerB, conn.ofB.id, "/b"]);
  await owner.query(favorite, [a, people.memberA, conn.connected.id, "/colleague"]);
  await owner.query("insert into saved_searches (customer_id, connection_id, user_id, name, search) values ($1, $2, $3, 'x', '{}')", [
    b,
    conn.ofB.id,
    people.ownerB,
  ]);
  await owner.query("insert into connection_leases values ($1, $2, gen_random_uuid(), now())", [b, conn.ofB.id]);
  await owner.query("insert into email_opt_outs (customer_id, user_id, kind) values ($1, $2, 'rotation')", [b, people.ownerB]);
  const queries = await arrangeQueries(owner, { a, b, people, conn });
  const records = await arrangeRecords(owner, { a, b, people, conn });
  for (const chain of ["partner", a, b]) await owner.query("select write_audit($1, 'fixtures.arranged', 'system:test', '{}')", [chain]);
  return {
    database,
    a,
    b,
    people,
    conn,
    outdated,
    queries,
    records,
    suspended: await arrangeSuspended(owner),
    grantOfB: await arrangeGrant(owner, b, conn.ofB.id, people.support, "-1 min"),
    grants: await arrangeGrants(owner, a, people.support, conn),
    staffInvitation: await arrangeStaffInvitation(owner),
    signIn: await arrangeSignIn(owner, people),
    rotation: await arrangeRotations(database, a),
    pendingArn: await arrangePendingArns(database, a),
    old: await arrangeOldRuns(database),
    action: await arrangeAction(owner, { customer: a, connection: conn.connected.id, by: people.stranger, operator: people.operator }),
    views: await arrangeViews(owner, people),
  };
}

/** Sessions of each origin, two people invited to the staff, and an emailed link of a member, a stranger and a member of staff. */
async function arrangeSignIn(owner: AsOwner, people: { admin: UserId; guest: UserId }) {
  const session = async (person: UserId, provider: "oidc" | "staff-oidc" | "email" | null) =>
    (await arrangeSession(owner, person, { provider })).hash;
  const invite = async (email: string) => {
    const hash = sha256(`the staff's invitation of ${email}`);
    await owner.query("insert into staff_invitations (email, role, token_hash) values ($1, 'admin', $2)", [email, hash]);
    return hash;
  };
  const link = async (email: string, n: number) => {
    const row = [email, sha256(`link ${n}`), `018f0000-0000-7000-8000-00000000001${n}`, "c".repeat(64)];
    await owner.query(
      "insert into verification_tokens (identifier, token, expires, id, browser, return_path) values ($1, $2, now() + interval '10 min', $3, $4, '/')",
      row,
    );
    return { hash: row[1] ?? "", id: row[2] ?? "" };
  };
  const recruit = await arrangePerson(owner, { email: "recruit@partner.example" });
  await owner.query("insert into accounts values ($1, 'oauth', 'oidc', 'recruit')", [recruit]);
  const { rows } = await owner.query<{ email: string }>("select email from users where id = $1", [people.admin]);
  const ofMember = await link("owner@a.example", 1);
  return {
    viaStaffProvider: await session(people.admin, "oidc"),
    viaEmail: await session(people.admin, "email"),
    unknownOrigin: await session(people.admin, null),
    otherProvider: await session(people.admin, "staff-oidc"),
    recruit: {
      person: recruit,
      invitation: await invite("recruit@partner.example"),
      viaStaffProvider: await session(recruit, "oidc"),
      viaEmail: await session(recruit, "email"),
    },
    ofGuest: { invitation: await invite("guest@example.com"), viaEmail: await session(people.guest, "email") },
    link: ofMember.hash,
    linkId: ofMember.id,
    linkOfStranger: (await link("stranger@nowhere.example", 2)).id,
    linkOfStaff: (await link(rows[0]?.email ?? "", 3)).id,
  };
}

async function arrangePeople(database: TestDatabase, a: CustomerId, b: CustomerId) {
  const owner = database.pool("owner");
  const people = {
    ownerA: await arrangeMember(owner, a, { email: "owner@a.example" }),
    memberA: await arrangeMember(owner, a, { role: "member", email: "member@a.example" }),
    ownerB: await arrangeMember(owner, b, { email: "owner@b.example" }),
    stranger: await arrangePerson(owner, { email: "stranger@example.com" }),
    guest: await arrangePerson(owner, { email: "guest@example.com" }),
    support: await arrangeStaff(owner, { role: "support" }),
    operator: await arrangeStaff(owner, { role: "operator" }),
    admin: await arrangeStaff(owner, { role: "admin" }),
  };
  return {
    ...people,
    session: await arrangeSession(owner, people.ownerA),
    invitation: await arrangeInvitation(owner, a, { email: "guest@example.com" }),
  };
}

async function arrangeConnections(database: TestDatabase, a: CustomerId, b: CustomerId) {
  const owner = database.pool("owner");
  const connectionOfB = await arrangeConnection(owner, b, { name: "of B" });
  const connected = await arrangeConnection(owner, a, { name: "connected" });
  const quarantined = await arrangeConnection(owner, a, { name: "quarantined" });
  const bad = await arrangeOpenRun(owner, a, quarantined.id);
  await owner.query(probe(a, bad.id, 1, "none", "allowed"));
  await owner.query(`update verification_runs set verdict = 'not-secure' where id = '${bad.id}'`);
  const twin = await arrangeDraft(owner, a, { name: "same ARN as B" });
  const aged = await arrangeConnection(owner, a, { name: "verified half an hour ago" });
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update verification_runs set finished_at = now() - interval '30 min', started_at = now() - interval '31 min' where id = '${aged.run.id}';
    update connections set verified_at = now() - interval '30 min' where id = '${aged.id}'; end $$`);
  const verifying = await arrangeConnection(owner, a, { name: "being verified" });
  return {
    draft: await arrangeDraft(owner, a, { name: "draft" }),
    draftB: await arrangeDraft(owner, b, { name: "draft of B" }),
    connected,
    aged,
    quarantined,
    twin: { ...twin, run: await arrangeSecureRun(owner, a, twin.id, { arnHmac: connectionOfB.run.arnHmac, roleId: "AROATWIN" }) },
    removed: await arrangeConnection(owner, a, { name: "removed", status: "removed" }),
    ofB: connectionOfB,
    verifying: { ...verifying, open: await arrangeOpenRun(owner, a, verifying.id) },
  };
}

async function arrangeRotations(database: TestDatabase, a: CustomerId) {
  const owner = database.pool("owner");
  const mint = async (connection: ArrangedConnection) => {
    const { rows } = await owner.query<{ id: string }>("select create_external_id($1, $2) as id", [a, connection.id]);
    return rows[0]?.id ?? "";
  };
  const verified = await arrangeConnection(owner, a, { name: "pending ID verified" });
  const verifiedId = await mint(verified);
  const run = await arrangeSecureRun(owner, a, verified.id, { ...verified.run, externalIdId: verifiedId });
  const open = await arrangeConnection(owner, a, { name: "pending ID being verified" });
  const openId = await mint(open);
  const openRun = await arrangeOpenRun(owner, a, open.id, { ...open.run, externalIdId: openId });
  await arrangeSecureProbes(owner, a, openRun.id);
  const retiring = await arrangeConnection(owner, a, { name: "previous ID retiring" });
  const next = await mint(retiring);
  const switched = await arrangeSecureRun(owner, a, retiring.id, { ...retiring.run, externalIdId: next });
  await owner.query("select switch_external_id($1, $2, $3, 'resealed')", [a, retiring.id, switched.id]);
  const overdue = await arrangeConnection(owner, a, { name: "previous ID still accepted after seven days" });
  const last = await mint(overdue);
  const then = await arrangeSecureRun(owner, a, overdue.id, { ...overdue.run, externalIdId: last });
  await owner.query("select switch_external_id($1, $2, $3, 'resealed')", [a, overdue.id, then.id]);
  await owner.query("update connections set status = 'quarantined' where id = $1", [overdue.id]);
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update external_ids set state_at = now() - interval '7 days 1 s' where connection_id = '${overdue.id}' and state = 'retiring'; end $$`);
  const newRun = await arrangeSecureRun(owner, a, overdue.id, { ...overdue.run, externalIdId: last });
  const draft = await arrangeDraft(owner, a, { name: "a run and no ARN" });
  return {
    runWithoutArn: (await arrangeOpenRun(owner, a, draft.id)).id,
    verified: { ...verified, pendingId: verifiedId, pendingRun: run },
    open: { ...open, pendingId: openId, pendingRun: openRun },
    retiring: { ...retiring, retiringId: retiring.externalIdId, currentId: next },
    overdue: { ...overdue, newRun },
  };
}

async function arrangeSuspended(owner: AsOwner) {
  const customer = await arrangeCustomer(owner, { name: "suspended" });
  const { id } = await arrangeConnection(owner, customer);
  const run = await arrangeOpenRun(owner, customer, id);
  await owner.query("update customers set suspended_at = now() where id = $1", [customer]);
  return { customer, connection: id, run: run.id };
}

async function arrangeGrant(
  owner: AsOwner,
  customer: CustomerId,
  connection: string,
  staff: string,
  approved: string | null,
): Promise<string> {
  const text = `insert into support_grants (customer_id, connection_id, staff_user_id, reason, approved_at, expires_at)
    values ($1, $2, $3, 'a call', now() + $4::interval, now() + $4::interval + interval '30 min') returning id`;
  return (await owner.query<{ id: string }>(text, [customer, connection, staff, approved])).rows[0]?.id ?? "";
}

async function arrangeGrants(
  owner: AsOwner,
  a: CustomerId,
  staff: string,
  of: { connected: ArrangedConnection; quarantined: ArrangedConnection },
) {
  const grant = (connection: string, approved: string | null) => arrangeGrant(owner, a, connection, staff, approved);
  return {
    asked: await grant(of.connected.id, null),
    live: await grant(of.connected.id, "-1 min"),
    future: await grant(of.connected.id, "1 hour"),
    ended: await grant(of.connected.id, "-2 hours"),
    quarantined: await grant(of.quarantined.id, "-1 min"),
  };
}

async function arrangeStaffInvitation(owner: AsOwner): Promise<string> {
  const text = "insert into staff_invitations (email, role, token_hash) values ('new@partner.example', 'support', $1) returning id";
  return (await owner.query<{ id: string }>(text, [sha256("an invitation of staff")])).rows[0]?.id ?? "";
}

async function arrangePendingArns(database: TestDatabase, a: CustomerId) {
  const owner = database.pool("owner");
  const { id } = await arrangeDraft(owner, a, { name: "expired pending ARN" });
  const live = await arrangeDraft(owner, a, { name: "live pending ARN" });
  for (const connection of [id, live.id]) {
    const text = "insert into pending_role_arns (customer_id, connection_id, role_arn, arn_hmac) values ($1, $2, 'sealed', $3)";
    await owner.query(text, [a, connection, sha256("pending ARN")]);
  }
  await owner.query("update pending_role_arns set expires_at = now() - interval '1 s' where connection_id = $1", [id]);
  return { expired: id, live: live.id };
}

/** SQL that inserts one probe of a run with its result `got`: `granted`, `denied` or `inconclusive`. */
export function probe(customer: string, run: string, n: number, name: string, got: string): string {
  const code = got === "denied" ? "'AccessDenied'" : "null";
  return `insert into verification_probes (customer_id, run_id, n, name, got, code, request_id) values ('${customer}', '${run}', ${n}, '${name}', '${got}', ${code}, 'request-${n}')`;
}
