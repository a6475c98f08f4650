import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { addNote } from "./customer-records.ts";
import { ResumptionInput, resumeCustomer, SuspensionInput, suspendCustomer } from "./suspend-customer.ts";

const DONE = { ok: true, value: null };
const ABSENT = "00000000-0000-4000-8000-000000000000";
let database: TestDatabase;
let operator: StaffActor;
let acme: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(database.pool("owner"), { role: "operator" }) };
  acme = await arrangeCustomer(database.pool("owner"), { name: "Acme" });
});
afterAll(() => database.drop());

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool("owner").query<Row>(text, values)).rows;
}
/** The newest audit events of a chain, the newest first. */
const events = (chain: string, count: number) =>
  rows("select event, actor, attributes from audit_events where chain = $1 order by seq desc limit $2", [chain, count]);

test("a suspension stops reads at the next statement, resuming allows them again, and the reason is recorded", async () => {
  const { id } = await arrangeConnection(database.pool("owner"), acme);
  const read = async () => {
    const client = await database.pool("app").connect();
    try {
      await client.query("select set_config('app.customer_id', $1, false)", [acme]);
      return (await client.query("select role_arn from open_connection_for_read($1, $2, false)", [acme, id])).rows;
    } finally {
      client.release(true);
    }
  };
  expect(await read()).toHaveLength(1);
  expect(await suspendCustomer(operator, acme, "security-incident", "Keys were published.")).toEqual(DONE);
  await expect(read()).rejects.toMatchObject({ code: "P0002" });
  expect(await events(acme, 2)).toMatchObject([
    { event: "customer.suspension_explained", attributes: { reason: "security-incident" } },
    { event: "customer.suspended", actor: `staff:${operator.userId}` },
  ]);
  expect(await resumeCustomer(operator, acme, "The incident is over.")).toEqual(DONE);
  expect(await read()).toHaveLength(1);
  expect(await events(acme, 1)).toMatchObject([{ event: "customer.resumed" }]);
  expect(await rows("select note from customer_notes where customer_id = $1 order by created_at", [acme])).toEqual([
    { note: "Suspended: Keys were published." },
    { note: "Resumed: The incident is over." },
  ]);
});

test("a customer with as many notes as possible is suspended and resumed all the same, and the person learns that the note was not saved", async () => {
  const full = await arrangeCustomer(database.pool("owner"), { name: "Full" });
  for (let n = 0; n < 500; n += 1) await addNote(operator, full, `Note ${n}`);
  const since = async () =>
    (await rows<{ suspended_at: Date | null }>("select suspended_at from customers where id = $1", [full]))[0]?.suspended_at ?? null;
  expect(await suspendCustomer(operator, full, "other", "They asked.")).toMatchObject({
    ...{
      ok: false,
      code: "limited",
      message: expect.stringMatching(/^The customer is suspended, but the note was not saved\. This customer has 500/),
    },
  });
  expect(await since()).not.toBeNull();
  expect(await resumeCustomer(operator, full, "They paid.")).toMatchObject({ ok: false, code: "limited" });
  expect(await since()).toBeNull();
});

test("a suspension for another reason than those of the list needs a note, a resumption a reason; a note that is too long changes nothing", () => {
  const of = { customerId: CustomerId.parse(ABSENT) };
  const errors = (result: ReturnType<typeof ResumptionInput.safeParse> | ReturnType<typeof SuspensionInput.safeParse>) =>
    result.error?.issues.map(({ path, message }) => [path.join("."), message]);
  expect(errors(SuspensionInput.safeParse({ ...of, reason: "other" }))).toEqual([["note", "Write why, since the reason is “Other”."]]);
  expect(errors(SuspensionInput.safeParse({ ...of, reason: "unpaid", note: "x".repeat(501) }))).toEqual([
    ["note", "Use at most 500 characters."],
  ]);
  expect(errors(ResumptionInput.safeParse({ ...of, reason: "  " }))).toEqual([["reason", "Write why."]]);
  expect(SuspensionInput.safeParse({ ...of, reason: "unpaid" }).success).toBe(true);
  expect(SuspensionInput.safeParse({ ...of, reason: "other", note: "They asked." }).success).toBe(true);
});
