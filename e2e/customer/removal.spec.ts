import { connectRole } from "#e2e/support/connect-role.ts";
import { holdRequests } from "#e2e/support/pages.ts";
import { expect, test } from "#e2e/support/portal-test.ts";

test("the removal dialog explains what happens to each part, and then links to the remaining stack", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const page = await as(customer.owner, null);
  const { connectionId: id } = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${id}`);

  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Remove .*\?$/ });
  for (const part of [
    "External ID is retired permanently",
    "The portal deletes the role ARN",
    "keeps verification reports and the audit log",
    "Log access stops immediately",
  ])
    await expect(dialog).toContainText(part);
  await dialog.getByRole("button", { name: "Keep connection", exact: true }).click();
  await expect(page.getByRole("button", { name: "Rotate External ID", exact: true })).toBeEnabled();

  const remove = page.getByRole("button", { name: "Remove", exact: true });
  await test.step("if the portal does not respond, the dialog says so and stays open; closing it returns the focus", async () => {
    await remove.click();
    await page.context().setOffline(true);
    await dialog.getByRole("button", { name: "Remove connection", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("The portal did not respond");
    await page.context().setOffline(false);
    await dialog.getByRole("button", { name: "Keep connection", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(remove).toBeFocused();
  });

  await remove.click();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  const release = await holdRequests(page);
  await dialog.getByRole("button", { name: "Remove connection", exact: true }).click();
  // A request that was sent cannot be canceled, so the dialog stays open until the response arrives.
  await expect(dialog.getByRole("button", { name: "Keep connection", exact: true })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  release();
  const done = page.getByRole("dialog", { name: /is removed$/ });
  await expect(done).toContainText("will never be used again");
  await expect(done).toContainText("keeps verification reports and the audit log");
  const stack = await done.getByRole("link", { name: /^Delete the CloudFormation stack/ }).getAttribute("href");
  expect(stack).toContain(`/cloudformation/home?region=`);
  expect(stack).toContain(id.slice(-6));

  await done.getByRole("button", { name: "Back to connections", exact: true }).click();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
  await page.goto(`${portalUrl}/connections/${id}/logs`);
  await expect(page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link")).toHaveCount(0);
  await page.goto(`${portalUrl}/connections/${id}`);
  await page.getByRole("tab", { name: "Verification reports", exact: true }).click();
  await expect(
    page
      .getByRole("tabpanel")
      .getByRole("button", { name: /^Connected/ })
      .first(),
  ).toBeVisible();
});
