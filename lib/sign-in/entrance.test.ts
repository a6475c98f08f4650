import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { type InvitationHash, invitationHashOf } from "#kernel/people/invitation-token.ts";
import { acceptInvitation, invitationPageView } from "./accept-invitation.ts";
import { customerViewerOf } from "./customer-viewer-of.ts";
import { failureOfRefusal } from "./failure-of-refusal.ts";
import { mayEnterByLink, mayEnterByOidc } from "./may-enter-by-oidc.ts";
import { recordRefusedStaffCall } from "./record-refused-staff-call.ts";
import { chooseCustomer, endSession, sessionHashOf, sessionOwner } from "./session-owner.ts";
import { signInStore } from "./sign-in-store.ts";

const ISSUER = "https://idp.example";
const staffEntryPoint = { provider: "oidc", issuer: ISSUER } as const;
const NOBODY = { kind: "nobody" } as const;
const place = { path: "/invitations/token", needsSingleSignOn: false, staffProvider: "staff-oidc" } as const;
let database: TestDatabase;
let nextNumber = 0;

const unique = (word: string) => `${word}-${++nextNumber}`;
const address = (word: string) => `${unique(word)}@company.example`;

/** A person who signed in by single sign-on: their row, their identity and a new session. */
async function arrive(email: string, subject = randomUUID()) {
  const known = await signInStore.getUserByEmail(email);
  const user = known ?? (await signInStore.createUser({ name: "P", email, emailVerified: null, image: null }));
  if (!known) await signInStore.linkAccount({ userId: user.id, type: "oauth", provider: "oidc", providerAccountId: subject });
  const token = randomUUID();
  const expires = new Date(Date.now() + 3_600_000);
  await signInStore.createSession({ sessionToken: token, userId: user.id, expires, provider: "oidc" });
  return { userId: UserId.parse(user.id), token, session: sessionHashOf(token), subject };
}

async function invite(kind: "customer" | "staff", email: string, name = unique("Company")): Promise<InvitationHash> {
  const hash = invitationHashOf(randomUUID());
  const staff = database.pool("owner");
  if (kind === "staff") await staff.query("select cli_invite_staff($1, 'operator', $2, $3)", [email, randomUUID(), hash]);
  else await staff.query("select cli_add_customer($1, $2, $3, $4)", [name, [email], [randomUUID()], [hash]]);
  return hash;
}

async function newMember(name?: string) {
  const email = address("owner");
  const hash = await invite("customer", email, name);
  const person = await arrive(email);
  await acceptInvitation({ hash, userId: person.userId, session: person.session, staffEntryPoint });
  return { email, ...person };
}

async function newStaff() {
  const email = address("staff");
  const hash = await invite("staff", email);
  const person = await arrive(email);
  expect(await acceptInvitation({ hash, userId: person.userId, session: person.session, staffEntryPoint })).toBe("staff");
  return { email, ...person };
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { app, staff, signin } = database.urls;
  configurePools({ app, staff, signin });
});
afterAll(() => database.drop());

describe("who may sign in", () => {
  const from = (email: string, subject: string, staffIssuer: string | null = ISSUER) => ({
    subject,
    address: email,
    knownAs: email,
    staffIssuer,
  });

  test("an address that was not invited may not sign in", async () => {
    expect(await mayEnterByLink("stranger@nowhere.example")).toBe(false);
    expect(await mayEnterByOidc(from("stranger@nowhere.example", "s"))).toBe(false);
  });

  test("a staff address never signs in by a mailed link, with another identity or from another issuer", async () => {
    const staff = await newStaff();
    expect(await mayEnterByLink(staff.email)).toBe(false);
    expect(await mayEnterByLink(staff.email.toUpperCase())).toBe(false);
    expect(await mayEnterByOidc(from(staff.email, "somebody-else"))).toBe(false);
    expect(await mayEnterByOidc(from(staff.email, staff.subject, null))).toBe(false);
    expect(await mayEnterByOidc(from(staff.email, staff.subject))).toBe(true);
  });

  test("an identity that is known with a member's address may not sign in with a staff member's address", async () => {
    const [staff, member] = [await newStaff(), await newMember()];
    expect(await mayEnterByOidc({ ...from(staff.email, member.subject), knownAs: member.email })).toBe(false);
  });

  test("a member can sign in by both methods", async () => {
    const { email, subject } = await newMember();
    expect(await mayEnterByOidc(from(email, subject))).toBe(true);
    expect(await mayEnterByLink(email)).toBe(true);
  });

  test("another identity is never linked to a member of staff", async () => {
    const staff = await newStaff();
    const other = { userId: staff.userId, type: "oauth", provider: "oidc", providerAccountId: "somebody-else" };
    await expect(signInStore.linkAccount(other)).rejects.toThrow();
  });
});

describe("sessions", () => {
  test("no token of a cookie is stored in the database", async () => {
    const { token } = await newMember();
    const { rows } = await database.pool("signin").query("select session_token from sessions");
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("an unknown, an ended and an expired session belong to nobody", async () => {
    const member = await newMember();
    expect(await sessionOwner(sessionHashOf("unknown"))).toEqual(NOBODY);
    await signInStore.updateSession({ sessionToken: member.token, expires: new Date(Date.now() - 1000) });
    expect(await sessionOwner(member.session)).toEqual(NOBODY);
    const again = await arrive(member.email);
    await endSession(again.session);
    expect(await sessionOwner(again.session)).toEqual(NOBODY);
  });

  test("a removed membership takes effect at the next request", async () => {
    const member = await newMember();
    expect((await sessionOwner(member.session)).kind).toBe("customer");
    await database.pool("admin").query("delete from memberships where user_id = $1", [member.userId]);
    expect((await sessionOwner(member.session)).kind).toBe("outsider");
  });

  test("a session is for one customer of its person, and for no other customer", async () => {
    const member = await newMember("First");
    const foreign = await sessionOwner((await newMember()).session);
    const hash = await invite("customer", member.email, "Second");
    await acceptInvitation({ hash, userId: member.userId, session: member.session, staffEntryPoint });
    const second = await sessionOwner(member.session);
    if (second.kind !== "customer" || foreign.kind !== "customer") throw new Error("both are members");
    expect(second.customerName).toBe("Second");

    await expect(chooseCustomer(member.session, foreign.actor.customerId)).rejects.toSatisfy(
      (error) => failureOfRefusal(error)?.code === "not-found",
    );
    await expect(chooseCustomer(member.session, CustomerId.parse(randomUUID()))).rejects.toThrow();
    const first = second.customers.find(({ name }) => name === "First");
    if (first === undefined) throw new Error("the first customer is missing");
    await chooseCustomer(member.session, first.id);
    expect(await sessionOwner(member.session)).toMatchObject({ customerName: "First" });
  });

  test("the page frame of a member counts only the quarantined connections of their customer", async () => {
    const owner = await sessionOwner((await newMember()).session);
    if (owner.kind !== "customer") throw new Error("a member");
    expect(await customerViewerOf(owner, true)).toMatchObject({ role: "owner", quarantined: 0, sandbox: true, suspended: false });
  });
});

describe("invitations", () => {
  test("an unknown link shows nothing", async () => {
    expect(await invitationPageView(invitationHashOf("unknown"), place, NOBODY)).toBeNull();
  });

  test("it shows who invites to which customer; another person sees that it is not for them and cannot accept it", async () => {
    const email = address("invited");
    const hash = await invite("customer", email, "Acme");
    expect(await invitationPageView(hash, place, NOBODY)).toMatchObject({
      customerName: "Acme",
      email,
      role: "owner",
      reader: { kind: "signed-out" },
    });
    const other = await newMember();
    expect(await invitationPageView(hash, place, await sessionOwner(other.session))).toMatchObject({
      reader: { kind: "other-person", email: other.email },
    });
    expect(await acceptInvitation({ hash, userId: other.userId, session: other.session, staffEntryPoint })).toBe("not-yours");
  });

  test("it works once, and then its page is not found", async () => {
    const email = address("invited");
    const hash = await invite("customer", email);
    const person = await arrive(email);
    expect(await acceptInvitation({ hash, userId: person.userId, session: person.session, staffEntryPoint })).toBe("member");
    expect(await acceptInvitation({ hash, userId: person.userId, session: person.session, staffEntryPoint })).toBe("not-yours");
    expect(await invitationPageView(hash, place, NOBODY)).toBeNull();
  });

  test("a person who signed in by a mailed link cannot become staff", async () => {
    const email = address("staff");
    const hash = await invite("staff", email);
    const user = await signInStore.createUser({ name: null, email, emailVerified: new Date(), image: null });
    const expires = new Date(Date.now() + 60_000);
    await signInStore.createSession({ sessionToken: email, userId: user.id, expires, provider: "email" });
    const session = sessionHashOf(email);
    expect(await acceptInvitation({ hash, userId: UserId.parse(user.id), session, staffEntryPoint })).toBe("needs-single-sign-on");
    expect((await sessionOwner(session)).kind).toBe("outsider");
  });

  test("a session from a mailed link cannot become staff, even when its person has an identity at the staff's issuer", async () => {
    const email = address("staff");
    const person = await arrive(email);
    const token = randomUUID();
    const expires = new Date(Date.now() + 60_000);
    await signInStore.createSession({ sessionToken: token, userId: person.userId, expires, provider: "email" });
    const mailed = sessionHashOf(token);
    const hash = await invite("staff", email);
    expect(await acceptInvitation({ hash, userId: person.userId, session: mailed, staffEntryPoint })).toBe("needs-single-sign-on");
    expect((await sessionOwner(mailed)).kind).toBe("outsider");
    expect(await acceptInvitation({ hash, userId: person.userId, session: person.session, staffEntryPoint })).toBe("staff");
  });

  test("a session of a staff member that does not come from the staff's issuer is not a staff session", async () => {
    const staff = await newStaff();
    for (const provider of ["email", null]) {
      const token = randomUUID();
      const expires = new Date(Date.now() + 60_000);
      await signInStore.createSession({ sessionToken: token, userId: staff.userId, expires, provider } as never);
      expect((await sessionOwner(sessionHashOf(token), 120)).kind).toBe("outsider");
      expect((await sessionOwner(sessionHashOf(token))).kind).toBe("outsider");
    }
    expect((await sessionOwner(staff.session)).kind).toBe("staff");
  });

  test("becoming staff ends the person's other sessions", async () => {
    const email = address("staff");
    const before = await arrive(email);
    const now = await arrive(email);
    await acceptInvitation({ hash: await invite("staff", email), userId: now.userId, session: now.session, staffEntryPoint });
    expect(await sessionOwner(before.session)).toEqual(NOBODY);
    expect(await sessionOwner(now.session)).toMatchObject({ kind: "staff", actor: { role: "operator" } });
  });
});

test("a member's attempt to do what only staff may do is recorded in the partner's chain, by ID", async () => {
  const member = await newMember();
  await recordRefusedStaffCall(await sessionOwner(member.session), "suspend-customer");
  const { rows } = await database
    .pool("staff")
    .query("select actor, attributes from audit_events where chain = 'partner' and event = 'staff.denied'");
  expect(rows).toHaveLength(1);
  expect(rows[0].actor).toBe(`user:${member.userId}`);
});
