import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { Secret } from "#kernel/process/secret.ts";
import type { Result } from "#kernel/result.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { CONNECTION_LIST } from "#lib/staff/shared/list-view.ts";
import { BUILT_IN_VIEWS, queryOfView } from "#lib/staff/shared/saved-view.ts";
import { deleteView, findViews, SaveViewInput, saveView } from "./saved-views.ts";

let database: TestDatabase;
let support: StaffActor;
let operator: StaffActor;
let admin: StaffActor;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const staff = async (role: StaffRole): Promise<StaffActor> => ({
    kind: "staff",
    role,
    userId: await arrangeStaff(database.pool("owner"), { role }),
  });
  [support, operator, admin] = [await staff("support"), await staff("operator"), await staff("admin")];
});
afterAll(() => database.drop());

const input = (more: Record<string, unknown> = {}) =>
  SaveViewInput.parse({ list: "connections", name: "Drafts", params: "status=draft", shared: false, change: null, ...more });
const names = async (actor: StaffActor) => (await findViews(actor, "connections")).map(({ name }) => name);
function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

test("support can't share a view, nor change or delete a shared one, and the sentence says who can", async () => {
  const refused = { ok: false, code: "not-allowed", message: "Only operators and admins can change shared views." };
  expect(await saveView(support, input({ shared: true }))).toMatchObject(refused);
  const { id } = accepted(await saveView(operator, input({ name: "Of all", shared: true })));
  expect(await saveView(support, input({ shared: true, change: { id, revision: 1 } }))).toMatchObject(refused);
  expect(await deleteView(support, id)).toMatchObject(refused);
  expect(await names(support)).toEqual(["Of all"]);
  accepted(await deleteView(admin, id));
});

test("a person who is not staff saves nothing and sees nothing", async () => {
  const member: StaffActor = {
    ...admin,
    userId: await arrangeMember(database.pool("owner"), await arrangeCustomer(database.pool("owner"))),
  };
  expect(await saveView(member, input())).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await names(member)).toEqual([]);
});

test("nobody sees, changes or deletes a colleague's own view, not even an admin", async () => {
  const { id } = accepted(await saveView(support, input({ name: "Only mine" })));
  expect([await names(support), await names(admin)]).toEqual([["Only mine"], []]);
  expect(await saveView(admin, input({ change: { id, revision: 1 } }))).toMatchObject({ ok: false, code: "not-found" });
  expect(await deleteView(admin, id)).toMatchObject({ ok: false, code: "not-found" });
  accepted(await deleteView(support, id));
});

test("a name can be used once by a person and once by all, and the failure is at its field", async () => {
  const { id } = accepted(await saveView(operator, input({ name: "Twice" })));
  expect(await saveView(operator, input({ name: "TWICE" }))).toMatchObject({
    ok: false,
    fields: { name: expect.stringMatching(/already/) },
  });
  const ours = accepted(await saveView(operator, input({ name: "Twice", shared: true })));
  accepted(await saveView(operator, input({ name: "Twice", list: "audit", params: "" })));
  for (const each of [id, ours.id]) accepted(await deleteView(operator, each));
});

test("a view that a colleague has changed meanwhile is not overwritten, and a shared one stays shared", async () => {
  const { id } = accepted(await saveView(operator, input({ name: "Ours", shared: true })));
  accepted(await saveView(admin, input({ name: "Ours too", shared: true, change: { id, revision: 1 } })));
  expect(await saveView(operator, input({ name: "Mine", shared: true, change: { id, revision: 1 } }))).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^A colleague has changed this view/),
  });
  expect(await saveView(operator, input({ name: "Mine", change: { id, revision: 2 } }))).toMatchObject({ ok: false, code: "conflict" });
  expect(await names(support)).toEqual(["Ours too"]);
  const { rows } = await database
    .pool("owner")
    .query("select event, actor from audit_events where event like 'view.%' and attributes ->> 'view' = $1 order by seq", [id]);
  expect(rows).toEqual([
    { event: "view.saved", actor: `staff:${operator.userId}` },
    { event: "view.saved", actor: `staff:${admin.userId}` },
  ]);
  accepted(await deleteView(admin, id));
});

test("a person has at most 30 views of their own", async () => {
  for (let n = 0; n < 30; n += 1) accepted(await saveView(admin, input({ name: `View ${n}` })));
  expect(await saveView(admin, input({ name: "View 31" }))).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringMatching(/^You have 30 views/),
  });
});

test("only what the list knows is saved, without the page; what a later version does not know is named and has no effect", async () => {
  const { id } = accepted(
    await saveView(support, input({ name: "Odd", params: "status=draft,lost&planet=mars&after=x&view=y&columns=status,step&sort=name" })),
  );
  const [view] = await findViews(support, "connections");
  expect(view?.params).toBe("status=draft&sort=name&columns=status%2Cstep");
  await database.pool("owner").query("update staff_views set params = 'status=draft%2Cmelted&planet=mars' where id = $1", [id]);
  const [later] = await findViews(support, "connections");
  const query = queryOfView(CONNECTION_LIST, later ?? { params: "" });
  expect([query.filters, query.ignored]).toEqual([{ status: ["draft"] }, ["status=melted", "planet"]]);
});

test.each([{ name: " " }, { name: "x".repeat(41) }, { name: "a\nb" }, { list: "passwords" }, { params: "x".repeat(2001) }, { extra: 1 }])(
  "%j is not accepted",
  (more) => {
    expect(SaveViewInput.safeParse({ list: "connections", name: "n", params: "", shared: false, change: null, ...more }).success).toBe(
      false,
    );
  },
);

test("the own views of a person who leaves the staff are deleted, and the shared ones stay", async () => {
  const leaver: StaffActor = { kind: "staff", role: "operator", userId: await arrangeStaff(database.pool("owner"), { role: "operator" }) };
  accepted(await saveView(leaver, input({ name: "Private" })));
  accepted(await saveView(leaver, input({ name: "Public", shared: true })));
  await database.pool("owner").query("delete from staff where user_id = $1", [leaver.userId]);
  const { rows } = await database.pool("owner").query("select name from staff_views where user_id = $1", [leaver.userId]);
  expect(rows).toEqual([{ name: "Public" }]);
});

test("customers and connections that need attention are those without log access: quarantined, access denied and expired", () => {
  for (const list of ["customers", "connections"] as const) {
    const view = BUILT_IN_VIEWS[list].find(({ name }) => name === "Need attention");
    expect(new URLSearchParams(view?.params).get("status")).toBe("quarantined,access_denied,expired");
  }
});
