import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { CustomerName } from "#kernel/people/customer-name.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { inviteCustomer, inviteOwner, inviteStaff } from "./invite-customer.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
const DONE = { ok: true, value: null };
const customer = { name: CustomerName.parse("Initech") };
const colleague = (email: EmailAddress) => ({ email, role: "support" as const });

let database: TestDatabase;
const staff = {} as Record<"operator" | "admin", StaffActor>;
let acme: CustomerId;

const rows = async (text: string, values: unknown[] = []) => (await database.pool("admin").query(text, values)).rows;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  for (const role of ["operator", "admin"] as const) staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});
afterAll(() => database.drop());

test("all staff together send one address at most five invitations in a day, of any kind, also concurrently", async () => {
  const email = EmailAddress.parse("crowd@globex.example");
  const ways = [
    () => inviteCustomer(staff.operator, SECRET, { ...customer, email }),
    () => inviteOwner(staff.operator, SECRET, acme, email),
    () => inviteOwner(staff.admin, SECRET, acme, email),
    () => inviteStaff(staff.admin, SECRET, colleague(email)),
  ];
  const answers = await Promise.all([...ways, ...ways, ...ways].map((invite) => invite()));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  for (const refused of answers.filter(({ ok }) => !ok))
    expect(refused).toMatchObject({
      code: "limited",
      message: expect.stringMatching(/sent 5 invitations .* UTC\.$/),
      fields: { email: expect.any(String) },
    });
  const mails =
    "select 1 from pgboss.job j join (select id, email from invitations union select id, email from staff_invitations) i on j.data->>'invitation' = i.id::text where i.email = $1";
  expect(await rows(mails, [email])).toHaveLength(5);
  expect(
    await rows("select 1 from customers c where name = 'Initech' and not exists (select from invitations i where i.customer_id = c.id)"),
  ).toEqual([]);
});

test("one member of staff sends at most 100 invitations in a day, and a colleague has their own limit", async () => {
  await database.pool("owner").query(
    `insert into staff_invitations (email, role, token_hash, invited_by, revoked_at)
     select 'n' || n || '@busy.example', 'support', encode(sha256(n::text::bytea), 'hex'), $1, now() from generate_series(1, 100) n`,
    [staff.operator.userId],
  );
  const invite = (who: StaffActor) => inviteOwner(who, SECRET, acme, EmailAddress.parse("after@globex.example"));
  expect(await invite(staff.operator)).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringContaining("You have sent 100 invitations"),
  });
  expect(await invite(staff.admin)).toEqual(DONE);
});
