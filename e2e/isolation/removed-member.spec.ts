import { expect, test } from "#e2e/stack/portal-test.ts";
import { DOORS } from "./door-table.ts";
import { absentObjects, memberOf, objectsOf } from "./foreign-objects.ts";
import { tryDoor } from "./try-door.ts";

test("whoever was removed gets through no door, their own company's rows or none, though their session lives", async ({
  as,
  customer,
  portalUrl,
}) => {
  test.setTimeout(120_000);
  const [owner, member] = [await as(customer.owner), await as(customer.member)];
  const ours = await objectsOf(customer.name);
  const remove = DOORS.find(({ name }) => name.endsWith(" removeMember"));
  if (remove === undefined) throw new Error("nothing removes a member");
  const objects = { ...ours, user: await memberOf(customer.name, customer.member) };
  expect((await tryDoor(member.context().request, portalUrl, remove, { objects })).code).toBe("not-allowed");
  expect((await tryDoor(owner.context().request, portalUrl, remove, { objects })).code).toBe("ok");

  for (const door of DOORS.filter(({ who }) => who !== "anybody")) {
    await test.step(door.name, async () => {
      const [own, absent] = [
        await tryDoor(member.context().request, portalUrl, door, { objects: ours }),
        await tryDoor(member.context().request, portalUrl, door, { objects: absentObjects() }),
      ];
      expect([own.status, own.code, own.location.split("?")[0]]).toEqual([absent.status, absent.code, absent.location.split("?")[0]]);
      if (door.kind === "action") expect(own.code).toBe("not-found");
      else if (door.kind === "route") expect(own.status).toBe(404);
      else expect(own.status === 404 || own.location === "/sign-in?error=NoMembership", `${own.status} ${own.location}`).toBe(true);
    });
  }
});
