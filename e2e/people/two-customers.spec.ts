import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { acceptInvitation, inviteColleague } from "./invitations.ts";

test("a member of two customers sees one at a time and can switch", async ({ as, browser, customer, portalUrl, sandbox }) => {
  const globex = await as("owner@globex.example", `${portalUrl}/settings`);
  await inviteColleague(globex, customer.owner, "Member");
  const link = await mailedLink(sandbox, customer.owner, "/invitations/");
  const { page, context } = await acceptInvitation(browser, link, customer.owner);
  const main = page.getByRole("main");

  await page.goto(`${portalUrl}/settings`);
  await expect(page.getByRole("table", { name: "Members", exact: true })).toContainText("owner@globex.example");
  await expect(main).not.toContainText(customer.member);
  await expect(page.getByText("Only owners can make changes here.")).toBeVisible();

  await page.getByRole("button", { name: "Company: Globex" }).click();
  await page.getByRole("menuitemcheckbox", { name: customer.name }).click();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
  await expect(page.getByRole("button", { name: `Company: ${customer.name}` })).toBeVisible();
  await page.getByRole("button", { name: "Connect an AWS account", exact: true }).click();
  await page.waitForURL(/\/connect$/);
  const draft = page.url();

  await test.step("nothing of the other customer is visible", async () => {
    await page.goto(`${portalUrl}/settings`);
    await expect(page.getByRole("table", { name: "Members", exact: true })).toContainText(customer.member);
    await expect(main).not.toContainText("globex");
  });

  await test.step("after switching back, the connection of the first customer is not found", async () => {
    await page.getByRole("button", { name: `Company: ${customer.name}` }).click();
    await page.getByRole("menuitemcheckbox", { name: "Globex" }).click();
    await expect(page.getByRole("button", { name: "Company: Globex" })).toBeVisible();
    expect((await page.goto(draft))?.status()).toBe(404);
    await expect(page.getByText("not found")).toBeVisible();
  });
  await context.close();
  await globex.goto(`${portalUrl}/settings`);
  await globex.getByRole("button", { name: `Remove ${customer.owner}`, exact: true }).click();
  await globex.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(globex.getByText(`${customer.owner} was removed from Globex.`)).toBeVisible();
});
