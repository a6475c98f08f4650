import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { takeStsCalls } from "#db/queries/sts-calls.ts";
import { arrangeDraft, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { type ArrangedConnection, arrangeConnection } from "#db/testing/arrange-verification.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { Secret } from "#kernel/process/secret.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { letsThrough, limitsOfConstants, mayAs, minutes, newHash, STATEMENTS, TABLE } from "#lib/request/testing/limits-of-docs.ts";
import { contactFigures, recordFigures } from "#lib/request/testing/record-limits.ts";
import { takeFrom } from "#lib/sign-in/rate-limits.ts";

const REGION = "eu-central-1";
const TEN_MINUTES = "10 minutes 1 s";
let portal: PortalWithFakeClock;
let actor: CustomerActor;
let connection: ArrangedConnection;

beforeAll(async () => {
  portal = await startPortalWithFakeClock({ url: "http://localhost:9", smtpUrl: "smtp://localhost:9" });
  actor = await portal.newOwner();
  connection = await arrangeConnection(portal.db.pool("owner"), actor.customerId);
});
afterAll(() => portal.close());

const owner = () => portal.db.pool("owner");
async function one<T>(text: string, values: readonly unknown[] = []): Promise<T> {
  return (await owner().query<{ one: T }>(`select (${text}) as one`, [...values])).rows[0]?.one as T;
}

const may = (who: CustomerActor, text: string, ...values: readonly unknown[]) => mayAs(portal.db.pool("app"), who, text, values);

/** How often something is possible before it is refused; after a refusal it waits for `wait` and continues while that helps. */
async function timesOf(act: () => Promise<boolean>, wait?: string): Promise<string> {
  for (let times = 0; ; times++) {
    if (await act()) continue;
    if (wait === undefined) return String(times);
    await portal.pass(wait);
    if (!(await act())) return String(times);
  }
}
/** The same, and checks that it is possible again after exactly ten minutes. */
async function timesInTenMinutes(act: () => Promise<boolean>): Promise<readonly string[]> {
  const times = await timesOf(act);
  await portal.pass("9 minutes 59 s");
  expect(await act()).toBe(false);
  await portal.pass("2 s");
  expect(await act()).toBe(true);
  return [times, "ten"];
}
const allowed = async (times: number, act: () => Promise<{ kind: string }>) =>
  String((await Promise.all(Array.from({ length: times }, act))).filter(({ kind }) => kind === "allowed").length);

/** The whole minutes until a used budget is free again, in words if they are ten. */
async function waitOf(budget: "sign-in-network" | "link-network", who: string): Promise<string> {
  const spent = await takeFrom(KEY, { [budget]: who });
  return spent.kind === "spent" && Math.ceil(spent.waitSeconds / 60) === 10 ? "ten" : "another";
}

const acts = (event: string) => (who: CustomerActor, howMany: number) =>
  may(who, "select append_audit($1, $2, $3, '{}') from generate_series(1, $4)", who.customerId, event, `user:${who.userId}`, howMany);
/** The limit of acts of a kind in ten minutes: checks that exactly `most` are allowed. */
async function mostActs(event: string, most: number): Promise<string> {
  const who = await portal.newOwner();
  const earlier = "select count(write_audit($1, $2, $3, '{}')) from generate_series(1, $4)";
  await owner().query(earlier, [who.customerId, event, `user:${who.userId}`, most - 3]);
  for (let n = 0; n < 3; n++) if (!(await acts(event)(who, 1))) return "fewer";
  return (await acts(event)(who, 1)) ? "more" : String(most);
}
const sts = (who: CustomerActor | null, calls: number, region: string, perSecond: number, priority: "interactive" | "background") =>
  inTransaction(who ?? portal.worker, (tx) =>
    takeStsCalls(tx, { customerId: who?.customerId ?? null, region, calls, perSecond, priority }),
  );
/** Runs one statement as the owner of the database; returns whether the rules of the database allowed it. */
const works = (text: string, ...values: readonly unknown[]) => letsThrough(owner().query(text, [...values]));
/** How many invitations to one address, and in total, are allowed; and checks that more are allowed a day later. */
async function invitationFigures(invite: (whose: string, email: string) => Promise<boolean>, whose: string): Promise<readonly string[]> {
  const address = `${randomUUID()}@x.example`;
  const toOne = await timesOf(() => invite(whose, address));
  const revoke = "update invitations set revoked_at = now() where accepted_at is null and revoked_at is null";
  const others = await timesOf(async () => {
    await owner().query(revoke);
    return invite(whose, `${randomUUID()}@x.example`);
  });
  await portal.pass("23 hours 59 minutes");
  expect(await invite(whose, address)).toBe(false);
  await portal.pass("2 minutes");
  expect(await invite(whose, address)).toBe(true);
  await owner().query(revoke);
  return [toOne, String(Number(toOne) + Number(others)), "24"];
}
/** Takes more STS calls than there are, so that others wait, after a time in which nobody took any. Returns a customer that took none. */
async function othersWait(): Promise<CustomerActor> {
  await portal.pass("1 minute");
  const who = await portal.newOwner();
  for (let n = 0; n < 12; n++) await sts(null, 10, REGION, 50, "interactive");
  return who;
}
const KEY = new Secret("a secret of more than thirty-two characters");

/** Reaches each limit; the results are the figures of its row in the table. */
const DRIVEN: Readonly<Record<string, () => Promise<readonly string[]> | readonly string[]>> = {
  "sign-in requests": async () => {
    const network = randomUUID();
    return [await allowed(1010, () => takeFrom(KEY, { "sign-in-network": network })), await waitOf("sign-in-network", network)];
  },
  "sign-in links requested": async () => {
    const network = randomUUID();
    return [await allowed(110, () => takeFrom(KEY, { "link-network": network })), await waitOf("link-network", network)];
  },
  "sign-in links": () => {
    const address = `${randomUUID()}@x.example`;
    return timesInTenMinutes(() => one<boolean>("request_link($1, new_id(), $2, $3, '/')", [address, newHash(), newHash()]));
  },
  "invitations sent by owners, replacements included": async () => {
    const invite = (c: string, email: string) =>
      works("select add_invitation($1, $2, 'member', new_id(), $3, $4, 'owner')", c, email, newHash(), actor.userId);
    return invitationFigures(invite, (await portal.newOwner()).customerId);
  },
  "invitations sent by staff": async () => {
    const invite = (who: string, email: string) =>
      works("select add_invitation($1, $2, 'member', new_id(), $3, $4, 'staff')", actor.customerId, email, newHash(), who);
    return invitationFigures(invite, randomUUID());
  },
  "security contacts; emails that confirm one": async () => contactFigures(owner(), await portal.newOwner(), portal.pass),
  "tags; notes by staff": async () => recordFigures(owner(), await arrangeStaff(owner()), (await portal.newOwner()).customerId),
  "a session": async () => {
    const { hash } = await arrangeSession(owner(), actor.userId);
    await expect(
      owner().query("update sessions set expires = expires + interval '1 s' where session_token = $1", [hash]),
    ).rejects.toThrow();
    const hours = await one<number>("select extract(epoch from expires - created_at)::int / 3600 from sessions where session_token = $1", [
      hash,
    ]);
    return [String(hours), String((portal.env.sessionIdleMinutes ?? 0) / 60)];
  },
  "different roles submitted that are denied or not secure": async () => {
    const who = await portal.newOwner();
    const submit = async () => {
      const { id } = await arrangeDraft(owner(), who.customerId);
      return may(who, STATEMENTS.newRun, id, "submit", newHash());
    };
    return [await timesOf(submit), "ten", String(10 + Number(await timesOf(submit, TEN_MINUTES)))];
  },
  "verifications of a connection's own role that people start, for example with **Verify now**": async () => {
    const { id, run } = connection;
    return timesInTenMinutes(async () => {
      const opened = await may(actor, STATEMENTS.newRun, id, "recheck", run.arnHmac);
      await owner().query("update verification_runs set verdict = 'inconclusive' where connection_id = $1 and finished_at is null", [id]);
      return opened;
    });
  },
  "unfinished connections": async () => {
    const who = await portal.newOwner();
    const draft = "insert into connections (customer_id, name, regions) values ($1, 'x', '{eu-central-1}')";
    return [await timesOf(() => may(who, draft, who.customerId))];
  },
  "External IDs created": async () => {
    const who = await portal.newOwner();
    const [started, rotated] = [acts("connection.started"), acts("rotation.started")];
    let n = 0;
    const mint = () => (n++ % 2 ? started(who, 1) : rotated(who, 1));
    const first = await timesInTenMinutes(mint);
    // One of the second ten minutes was just created.
    return [...first, String(Number(first[0]) + 1 + Number(await timesOf(mint, TEN_MINUTES)))];
  },
  "verifications that people start in any way, also by submitting a role": async () => [await mostActs("run.started", 120), "ten"],
  "role sessions for reads": async () => [await mostActs("logs.opened", 3000), "ten"],
  "other changes, except those that stop, remove or revoke something": async () => [await mostActs("connection.renamed", 300), "ten"],
  "audit events of denied staff calls": async () => {
    const call = () => owner().query("select record_denied_call($1, null, 'invite-staff')", [`user:${actor.userId}`]);
    for (let n = 0; n < 50; n++) await call();
    await portal.pass(TEN_MINUTES);
    await owner().query("select write_denied_calls()");
    const rows = "select count(*)::text from audit_events where event = 'staff.denied' and actor = $1";
    return [await one<string>(rows, [`user:${actor.userId}`]), "ten"];
  },
  "open invitations; saved searches": async () => {
    const invite = "select add_invitation($1, $2, 'member', new_id(), $3, null, null)";
    const search = "insert into saved_searches (customer_id, connection_id, user_id, name, search) values ($1, $2, $3, $4, '{}')";
    const { customerId, userId } = actor;
    return [
      await timesOf(() => works(invite, actor.customerId, `${randomUUID()}@x.example`, newHash())),
      await timesOf(() => may(actor, search, customerId, connection.id, userId, randomUUID())),
    ];
  },
  "saved queries": async () => [await timesOf(() => may(actor, STATEMENTS.saveQuery, actor.customerId, actor.userId, randomUUID()))],
  "queries at once; of the Infrequent Access class": async () => {
    const most = (region: string, infrequent: boolean) =>
      timesOf(() => may(actor, STATEMENTS.runQuery, actor.customerId, connection.id, actor.userId, region, newHash(), infrequent));
    return [await most("us-east-1", false), await most("us-east-2", true)];
  },
  "favorite log groups": async () => [
    await timesOf(() => may(actor, STATEMENTS.star, actor.customerId, actor.userId, connection.id, `/${randomUUID()}`)),
  ],
  "log reads": async () => {
    const person = randomUUID();
    return [await allowed(610, () => takeFrom(KEY, { "reads-person": person }))];
  },
  "log reads of all its people": async () => {
    const customer = randomUUID();
    const together = await allowed(60, () => takeFrom(KEY, { "reads-person": randomUUID(), "reads-customer": customer }, 10));
    return [together === "50" ? "five" : together];
  },
  "calls to STS": async () => {
    const perSecond = portal.env.stsCallsPerSecond;
    const waits = [];
    for (let n = 0; n < perSecond / 90; n++) waits.push((await sts(null, 90, "us-east-1", perSecond, "interactive")).waitMs);
    expect(waits).toEqual(waits.map(() => 0));
    expect((await sts(null, 1, "us-east-1", perSecond, "interactive")).waitMs).toBeGreaterThan(0);
    while ((await sts(null, 10, "us-east-2", 50, "interactive")).taken);
    // The reserve, and less than one more of the ten.
    const ahead = await one<number>("select extract(epoch from paid_until - now())::float from sts_regions where region = $1", [
      "us-east-2",
    ]);
    return [String(perSecond), String(Math.floor(ahead))];
  },
  "of these, while other customers wait": async () => {
    const who = await othersWait();
    const atOnce = (await sts(who, 10, REGION, 50, "interactive")).taken;
    const { waitMs } = await sts(who, 10, REGION, 50, "interactive");
    return [(10 / waitMs) * 1000 === 50 / 10 ? "tenth" : `${waitMs} ms`, atOnce ? "10" : "fewer"];
  },
  "of these, reserved for background work while it waits": async () => {
    await othersWait();
    const background = await sts(null, 5, REGION, 50, "background");
    return [(5 / background.waitMs) * 1000 === 50 / 5 ? "fifth" : `${background.waitMs} ms`];
  },
  "a support grant; a pending role ARN": async () => {
    const { id } = await arrangeDraft(owner(), actor.customerId);
    const insertPending = "insert into pending_role_arns (customer_id, connection_id, role_arn, arn_hmac) values ($1, $2, 'sealed', $3)";
    await owner().query(insertPending, [actor.customerId, id, "e".repeat(64)]);
    const lives = await one<number>("select extract(epoch from expires_at - now())::int from pending_role_arns where connection_id = $1", [
      id,
    ]);
    expect(await may(actor, "select approve_support_grant($1, $2, gen_random_uuid(), 61)", actor.customerId, actor.userId)).toBe(false);
    return [minutes(lives)];
  },
};

test("the table and this test have the same limits", async () => {
  await arrangeMember(owner(), actor.customerId);
  const known = [...Object.keys(DRIVEN), ...Object.keys(limitsOfConstants(portal.env))];
  expect(TABLE.map(([what]) => what).toSorted()).toEqual(known.toSorted());
});

test.each(TABLE.map(([what, figures]) => [what, figures] as const))("%s: nothing is allowed over %j", async (what, figures) => {
  expect((await DRIVEN[what]?.()) ?? limitsOfConstants(portal.env)[what]).toEqual(figures);
});
