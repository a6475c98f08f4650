import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "./screen-test.ts";

const trusting = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
});
const OPEN = trusting("arn:aws:iam::999999999999:root");
const CLOSED = trusting("arn:aws:iam::222222222222:root");

test("a connection that is connected, quarantined, and has access denied", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(customer.owner);
  const role = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${role.connectionId}`);
  await expect(page.getByRole("button", { name: "Verify now", exact: true })).toBeVisible();
  await check(page, "connection");
  await page.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toBeVisible();
  await check(page, "connection-rotating");
  await page.getByRole("button", { name: "Cancel rotation", exact: true }).click();
  await check(page, "connection-rotation-cancel");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel rotation", exact: true }).click();
  await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toBeHidden();
  await page.getByRole("tab", { name: "Verification reports", exact: true }).click();
  await page
    .getByRole("tabpanel")
    .getByRole("button", { name: /^Connected/ })
    .first()
    .click();
  await expect(page.getByRole("list", { name: "Probes", exact: true })).toBeVisible();
  await check(page, "connection-report");
  await page.getByRole("tab", { name: "Logs", exact: true }).click();
  await expect(page.getByText("are on a separate page")).toBeVisible();
  await check(page, "connection-logs-tab");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await check(page, "connection-rename");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page, "connection-remove");

  await page.goto(`${portalUrl}/connections/${role.connectionId}`);
  const correctPolicy = await sandbox.trustPolicy(role);
  await sandbox.setTrustPolicy(role, OPEN);
  const verify = page.getByRole("button", { name: "Verify now", exact: true });
  const position = (await verify.boundingBox())?.x;
  await verify.click();
  await expect(page.getByText(/^Not secure/).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Browse logs", exact: true })).toBeDisabled();
  expect((await verify.boundingBox())?.x, "the clicked button does not move").toEqual(position);
  await check(page, "connection-not-secure");
  await page.reload();
  await expect(page.getByText("Quarantined: the role can be assumed without the correct External ID")).toBeVisible();
  await expect(
    page
      .getByRole("term")
      .filter({ hasText: /^Last secure verification$/ })
      .last(),
  ).toBeVisible();
  await expect(page.getByRole("term").filter({ hasText: /^Last verified$/ })).toBeHidden();
  await check(page, "connection-quarantined");
  await page.goto(`${portalUrl}/connections`);
  await expect(
    page.getByRole("button", { name: "View required actions" }).or(page.getByRole("link", { name: "View required actions" })),
  ).toBeVisible();
  await check(page, "connections-quarantined");
  await page.goto(`${portalUrl}/connections/${role.connectionId}/logs`);
  await expect(page.getByText("Quarantined: logs are not available")).toBeVisible();
  await check(page, "logs-quarantined");

  await page.goto(`${portalUrl}/connections/${role.connectionId}`);
  await sandbox.setTrustPolicy(role, correctPolicy);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByText(/^Connected/).first()).toBeVisible();
  await check(page, "connection-corrected");
  await sandbox.setTrustPolicy(role, CLOSED);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByText(/^Access denied/).first()).toBeVisible();
  await expect(page.getByText(/^Access denied once, at .* UTC; next verification at .* UTC$/)).toBeVisible();
  await check(page, "connection-access-denied");
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText("Disabled", { exact: true }).first()).toBeVisible();
  await page.reload();
  await check(page, "connection-disabled");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove connection", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Connection “AWS account” is removed" })).toBeVisible();
  await check(page, "connection-removed");
});
