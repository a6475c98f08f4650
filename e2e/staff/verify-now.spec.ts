import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, openCustomer } from "./customer-page.ts";

test("a verification requested by staff has a report without External ID, ARN or log content", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId, externalId, roleName, arn } = await connectRole(owner, sandbox);
  const page = await as("operator@partner.example");
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith(portalUrl)) bodies.push(response.text().catch(() => ""));
  });
  await openCustomer(page, portalUrl, customer.name);
  const reports = page.getByRole("main").getByRole("button", { name: /^Connected: / });
  await expect(reports.first()).toBeVisible();
  const before = await reports.count();
  const mark = await sandbox.now();
  await page.getByRole("button", { name: /^Verify now: / }).click();
  await expect(reports).toHaveCount(before + 1);
  expect(await sandbox.callsSince(mark, { service: "sts", action: "AssumeRole", roleArn: arn })).not.toHaveLength(0);

  await reports.first().click();
  const probes = page.getByRole("table", { name: /^Probes of Connected: / });
  await expect(probes.getByRole("row").filter({ hasText: "No External ID" }).filter({ hasText: "Denied" })).toHaveCount(1);
  await expect(page.getByText(/requested by partner staff · run/)).toBeVisible();

  await test.step("no response contains what staff must not see", async () => {
    const rows = await openAudit(page, portalUrl, customer.name);
    await expect(rows.filter({ hasText: "Verification requested" }).filter({ hasText: "operator@partner.example" })).toHaveCount(1);
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(customer.name)}`);
    await expect(page.getByText("222222222222").first()).toBeVisible();
    const all = (await Promise.all(bodies)).join("\n");
    expect(all).not.toContain(externalId);
    expect(all).not.toMatch(/sp-[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(all).not.toContain(roleName);
    expect(all).not.toMatch(/\/app\/payments/);
  });

  await test.step("the customer sees the same report", async () => {
    await owner.goto(`${portalUrl}/connections/${connectionId}`);
    await owner.getByRole("tab", { name: "Verification reports", exact: true }).click();
    await expect(owner.getByRole("tabpanel").getByRole("button", { name: /^Connected/ })).toHaveCount(before + 1);
  });
});
