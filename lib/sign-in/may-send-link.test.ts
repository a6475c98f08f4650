import { afterAll, beforeAll, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createHeldDatabase } from "#db/testing/test-database.ts";
import { maySendLink } from "./may-send-link.ts";

let database: Awaited<ReturnType<typeof createHeldDatabase>>;
beforeAll(async () => {
  database = await createHeldDatabase();
  configurePools({ signin: database.urls.signin });
});
afterAll(() => database.drop());

test("an address that was sent three links gets the next one when ten minutes are over, to the second", async () => {
  const email = "ada@acme.example";
  const owner = database.pool("owner");
  await arrangeMember(owner, await arrangeCustomer(owner), { email });
  const asked = async () => [await maySendLink(email), await maySendLink(email), await maySendLink(email), await maySendLink(email)];
  expect(await asked()).toEqual([true, true, true, false]);
  await database.time.pass("9 minutes 59 s");
  expect(await maySendLink(email)).toBe(false);
  await database.time.pass("1 s");
  expect(await asked()).toEqual([true, true, true, false]);
});
