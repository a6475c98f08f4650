import { connectRole } from "#e2e/support/connect-role.ts";
import { holdRequests } from "#e2e/support/pages.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openAudit, openCustomer, resumeCustomer, suspendCustomer } from "./customer-page.ts";

test("a suspension requires a reason, and a note if the reason is Other", async ({ as, customer, portalUrl }) => {
  const page = await as("operator@partner.example", null);
  await openCustomer(page, portalUrl, customer.name);
  await page.getByRole("button", { name: "Suspend customer", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Suspend ${customer.name}?` });
  await dialog.getByRole("button", { name: "Suspend customer", exact: true }).click();
  await expect(dialog.getByText("Nobody receives an email about it")).toBeVisible();
  await expect(dialog.getByText("Choose a reason. It is recorded in the audit log.")).toBeVisible();
  await dialog.getByRole("button", { name: "Reason" }).click();
  await page.getByRole("option", { name: "Other" }).click();
  await dialog.getByRole("button", { name: "Suspend customer", exact: true }).click();
  await expect(dialog.getByText("Write why, since the reason is “Other”.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page.getByText(/^Suspended since/)).toHaveCount(0);
});

test("a suspension stops reads in an open logs page, and resuming allows them again", async ({ as, customer, portalUrl, sandbox }) => {
  const owner = await as(customer.owner, null);
  const { connectionId, ...role } = await connectRole(owner, sandbox);
  await owner.goto(`${portalUrl}/connections/${connectionId}/logs`);
  await owner.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  await owner.getByRole("link", { name: "/app/payments/api", exact: true }).click();
  const events = owner.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  await expect(events.first()).toBeVisible();

  const operator = await as("operator@partner.example", null);
  await openCustomer(operator, portalUrl, customer.name);
  await suspendCustomer(operator, customer.name);
  await expect(operator.getByText(/^Suspended since/)).toBeVisible();

  const mark = await sandbox.now();
  const search = owner.getByRole("searchbox", { name: "Search", exact: true });
  await search.fill("error");
  await search.press("Enter");
  await expect(owner.getByRole("alert").filter({ hasText: "suspended" })).toHaveText(/suspended, so logs can’t be read/);
  await expect(events).toHaveCount(0);

  await test.step("the other pages show the suspension, and nothing can be changed", async () => {
    const second = await owner.context().newPage();
    await second.goto(`${portalUrl}/connections`);
    await expect(second.getByText("Your company’s access is suspended").first()).toBeVisible();
    await expect(second.getByRole("table", { name: "Connections", exact: true })).toContainText("Suspended");
    await expect(second.getByRole("button", { name: "Connect an AWS account" })).toHaveCount(0);
    await second.goto(`${portalUrl}/connections/${connectionId}/logs`);
    await expect(second.getByRole("list", { name: "Log events", exact: true })).toHaveCount(0);
    for (const path of [`/connections/${connectionId}/logs`, "/logs", "/logs/query"]) {
      await second.goto(`${portalUrl}${path}`);
      await expect(second.getByText("Suspended: logs are not available")).toBeVisible();
      await expect(second.getByText("No logs available yet")).toHaveCount(0);
    }
    await second.goto(`${portalUrl}/connections/${connectionId}`);
    await expect(second.getByText("None while access is suspended")).toBeVisible();
    await second.close();
  });
  expect(await sandbox.callsSince(mark, { roleArn: role.arn })).toEqual([]);
  expect(await sandbox.callsOfSessions(role, mark)).toEqual([]);

  await test.step("the dialog stays open until the response arrives", async () => {
    const release = await holdRequests(operator);
    const resumed = resumeCustomer(operator, customer.name);
    const dialog = operator.getByRole("dialog", { name: `Resume ${customer.name}?` });
    await expect(dialog.getByRole("button", { name: "Cancel", exact: true })).toBeDisabled();
    await operator.keyboard.press("Escape");
    await expect(dialog).toBeVisible();
    release();
    await resumed;
  });
  await search.press("Enter");
  await expect(owner.getByText(/Searched (the whole range|back to)/)).toBeVisible();
  await expect(owner.getByRole("alert").filter({ hasText: "suspended" })).toHaveCount(0);

  await test.step("the audit log contains both actions", async () => {
    const rows = await openAudit(operator, portalUrl, customer.name);
    for (const action of ["Customer suspended", "Customer resumed"])
      await expect(rows.filter({ hasText: action }).filter({ hasText: "operator@partner.example" })).toHaveCount(1);
    await expect(rows.filter({ hasText: "security incident" }).first()).toBeVisible();
  });

  await test.step("the notes say why access was resumed, and a resumption requires it", async () => {
    await openCustomer(operator, portalUrl, customer.name);
    await expect(operator.getByText("Resumed: The incident is over.").first()).toBeVisible();
    await suspendCustomer(operator, customer.name);
    await operator.getByRole("button", { name: "Resume customer", exact: true }).click();
    const dialog = operator.getByRole("dialog", { name: `Resume ${customer.name}?` });
    await dialog.getByRole("button", { name: "Resume customer", exact: true }).click();
    await expect(dialog.getByText("Write why.")).toBeVisible();
  });
});
