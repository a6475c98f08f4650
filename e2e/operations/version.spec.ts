import { readFileSync } from "node:fs";
import { expect, test } from "#e2e/support/portal-test.ts";

test("customers and staff see the version in the footer, and operators in the liveness check", async ({
  as,
  customer,
  portalUrl,
  request,
}) => {
  const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const person of [customer.owner, "support@partner.example"]) {
    const page = await as(person);
    await expect(page.getByText(`Sallyport ${version}`, { exact: true })).toBeVisible();
  }
  expect(await (await request.get(`${portalUrl}/api/health/live`)).json()).toEqual({ status: "ok", version });
});
