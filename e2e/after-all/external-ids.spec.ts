import { expect, test } from "playwright/test";
import { Sandbox } from "#stack/sandbox-client.ts";

test.skip(!process.env["E2E_WATCHED"], "the tests did not start this product");

test("no AssumeRole call of the whole run lacked the External ID, except probes that must be denied", async () => {
  const { seen, lacking } = await new Sandbox(process.env["E2E_SANDBOX_URL"] ?? "").assumeRoles();
  expect(lacking).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});
