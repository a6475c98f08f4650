import { expect, test } from "#e2e/support/portal-test.ts";
import { ENTRY_POINTS, entryPointNamed, type Objects } from "./entry-point-table.ts";
import { absentObjects, createForeignRows, memberOf, objectsOf } from "./foreign-objects.ts";
import { type Tried, tryEntryPoint } from "./try-entry-point.ts";

test("a removed member with a valid session has no access to rows of the previous company, of another one, or missing rows", async ({
  as,
  customer,
  portalUrl,
}) => {
  const [owner, member] = [await as(customer.owner, null), await as(customer.member, null)];
  const foreignOwner = (await as("owner@globex.example", null)).context().request;
  const [ours, theirs] = [await objectsOf(customer.name), await createForeignRows(foreignOwner, portalUrl)];
  const remove = entryPointNamed("removeMember");
  const objects = { ...ours, user: await memberOf(customer.name, customer.member) };
  expect((await tryEntryPoint(member.context().request, portalUrl, remove, { objects })).code).toBe("not-allowed");
  expect((await tryEntryPoint(owner.context().request, portalUrl, remove, { objects })).code).toBe("ok");

  for (const entryPoint of ENTRY_POINTS.filter(({ who }) => who !== "anybody")) {
    await test.step(entryPoint.name, async () => {
      const tried = (of: Objects) => tryEntryPoint(member.context().request, portalUrl, entryPoint, { objects: of });
      const [own, foreign, absent] = [await tried(ours), await tried(theirs), await tried(absentObjects())];
      const outcome = ({ status, code, location }: Tried) => [status, code, location.split("?")[0]];
      expect([outcome(own), outcome(foreign)]).toEqual([outcome(absent), outcome(absent)]);
      if (entryPoint.kind === "action") expect(own.code).toBe("not-found");
      else if (entryPoint.kind === "route") expect(own.status).toBe(404);
      else expect(own.status === 404 || own.location === "/sign-in?error=NoMembership", `${own.status} ${own.location}`).toBe(true);
    });
  }
});
