import { expect, test } from "playwright/test";
import { Sandbox } from "#stack/sandbox-client.ts";

test.skip(!process.env["E2E_WATCHED"], "the product that is driven was not started by the tests");

test("no call of the whole run asked for a customer's role without the External ID, but to be refused", async () => {
  const { seen, lacking } = await new Sandbox(process.env["E2E_SANDBOX_URL"] ?? "").assumeRoles();
  expect(lacking).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});
