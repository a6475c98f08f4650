import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, openConnection } from "./customer-page.ts";

test("a verification requested by staff has a report without External ID, ARN or log content", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  const { connectionId, externalId, roleName, arn } = await connectRole(owner, sandbox);
  const page = await as("operator@partner.example", null);
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith(portalUrl)) bodies.push(response.text().catch(() => ""));
  });
  await openConnection(page, portalUrl, customer.name);
  const all = page.getByRole("link", { name: /^(1 verification|All \d+ verifications)$/ });
  const before = Number(/\d+/.exec((await all.textContent()) ?? "")?.[0]);
  const mark = await sandbox.now();
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(all).toHaveText(`All ${before + 1} verifications`);
  expect(await sandbox.callsSince(mark, { service: "sts", action: "AssumeRole", roleArn: arn })).not.toHaveLength(0);

  const probes = page.getByRole("table", { name: "Probes of the last verification", exact: true });
  await expect(probes.getByRole("row").filter({ hasText: "No External ID" }).filter({ hasText: "Denied" })).toHaveCount(1);
  await expect(page.getByText(/requested by partner staff · ID/)).toBeVisible();

  await test.step("no response contains what staff must not see", async () => {
    const rows = await openAudit(page, portalUrl, customer.name);
    await expect(rows.filter({ hasText: "Verification requested" }).filter({ hasText: "operator@partner.example" })).toHaveCount(1);
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(customer.name)}`);
    await expect(page.getByText("222222222222").first()).toBeVisible();
    const received = (await Promise.all(bodies)).join("\n");
    expect(received).not.toContain(externalId);
    expect(received).not.toMatch(/sp-[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(received).not.toContain(roleName);
    expect(received).not.toMatch(/\/app\/payments/);
  });

  await test.step("the customer sees the same report", async () => {
    await owner.goto(`${portalUrl}/connections/${connectionId}`);
    await owner.getByRole("tab", { name: "Verification reports", exact: true }).click();
    await expect(owner.getByRole("tabpanel").getByRole("button", { name: /^Connected/ })).toHaveCount(before + 1);
  });
});

test("if a requested verification has no result after 90 seconds, the page says so and where its failure would be listed", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  await connectRole(await as(customer.owner, null), sandbox);
  const page = await as("operator@partner.example", null);
  await openConnection(page, portalUrl, customer.name);
  await page.clock.install();
  // The page gets no newer data, as if the worker had not finished.
  await page.route(/[?&]_rsc=/, () => undefined);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByText("Verifying", { exact: true }).first()).toBeAttached();
  await expect(page.getByText("No result yet.")).toHaveCount(0);
  // The page begins to wait when the portal has accepted the request.
  await expect(async () => {
    await page.clock.fastForward(91_000);
    await expect(page.getByText("No result yet. The portal tries again for a few minutes.")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: "Failed jobs", exact: true }).last()).toHaveAttribute("href", "/admin/failures");
});
