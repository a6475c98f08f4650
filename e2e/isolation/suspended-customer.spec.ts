import { expect, test } from "#e2e/support/portal-test.ts";
import { ENTRY_POINTS, type EntryPoint, entryPointNamed, namesAnObject, type Objects } from "./entry-point-table.ts";
import { absentObjects, createForeignRows, objectsOf } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

test("members of a suspended customer can see their pages but change nothing until the customer is resumed", async ({
  as,
  customer,
  portalUrl,
}) => {
  const [owner, admin] = [await as(customer.owner, null), await as("admin@partner.example", null)];
  const ours = { ...absentObjects(), customer: (await objectsOf(customer.name))["customer"] ?? "" };
  const suspension = (name: string) => tryEntryPoint(admin.context().request, portalUrl, entryPointNamed(name), { objects: ours });
  const asOwner = (entryPoint: EntryPoint) => tryEntryPoint(owner.context().request, portalUrl, entryPoint, { objects: ours });

  expect((await suspension("suspendCustomer")).code).toBe("ok");
  for (const entryPoint of ENTRY_POINTS.filter(
    ({ kind, who, name }) =>
      kind === "action" && (who === "owner" || who === "member") && !/ (switchCustomer|endSession|findInPortal)$/.test(name),
  )) {
    await test.step(entryPoint.name, async () => expect((await asOwner(entryPoint)).code).toBe("not-allowed"));
  }
  for (const entryPoint of ENTRY_POINTS.filter(({ kind, who }) => kind !== "action" && (who === "owner" || who === "member"))) {
    await test.step(entryPoint.name, async () => {
      const { status, code, location } = await asOwner(entryPoint);
      if (entryPoint.name.startsWith("route POST")) expect(code).toBe("not-allowed");
      else expect([200, 307, 404].includes(status) && !location.startsWith("/sign-in"), `${status} ${code} ${location}`).toBe(true);
    });
  }
  const foreign = await createForeignRows((await as("owner@globex.example", null)).context().request, portalUrl);
  for (const entryPoint of ENTRY_POINTS.filter((each) => namesAnObject(each) && (each.who === "owner" || each.who === "member"))) {
    await test.step(`another customer's row: ${entryPoint.name}`, async () => {
      const tried = (objects: Objects) => tryEntryPoint(owner.context().request, portalUrl, entryPoint, { objects });
      const [theirs, none] = [await tried(foreign), await tried(absentObjects())];
      expect([theirs.status, theirs.code]).toEqual([none.status, none.code]);
      if (entryPoint.kind === "page") expect(theirs.status).toBe(404);
      else expect(["not-allowed", "not-found"]).toContain(theirs.code);
    });
  }
  expect((await owner.goto(`${portalUrl}/connections`))?.status()).toBe(200);

  expect((await suspension("resumeCustomer")).code).toBe("ok");
  expect((await asOwner(entryPointNamed("startConnection"))).code).toBe("ok");
});

test("after sign-out, the cookie of the session no longer works", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.member, null);
  const cookies = await page.context().cookies();
  const request = page.context().request;
  const { csrfToken } = (await (await request.get(`${portalUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
  await request.post(`${portalUrl}/api/auth/signout`, {
    form: { csrfToken, callbackUrl: "/sign-in" },
    headers: { origin: portalUrl, "sec-fetch-site": "same-origin" },
  });
  await page.context().addCookies(cookies);
  expect((await tryEntryPoint(request, portalUrl, entryPointNamed("listLogGroups"), { objects: absentObjects() })).code).toBe("signed-out");
});
