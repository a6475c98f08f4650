import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { acceptInvitation, inviteColleague } from "./invitations.ts";

test("the link that the command `customers add` prints for the owner makes them the owner of the new customer", async ({
  browser,
  portalUrl,
}) => {
  const mark = randomBytes(4).toString("hex");
  const [name, email] = [`By command ${mark}`, `owner@${mark}.example`];
  const env = { ...process.env, ...partEnvironment("command") };
  const printed = execFileSync(process.execPath, [PROGRAM, "customers", "add", name, email], { env, encoding: "utf8" });
  const { page, context } = await acceptInvitation(browser, printed.trim().split(" ").at(-1) ?? "", email);
  await page.goto(`${portalUrl}/settings`);
  await expect(page.getByRole("table", { name: "Members", exact: true })).toContainText(email);
  await expect(page.getByText("Last owner: can’t be changed")).toBeVisible();
  await context.close();
});

test("the last owner cannot be removed or demoted, and the row says so", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.owner, `${portalUrl}/settings`);
  const row = page.getByRole("table", { name: "Members", exact: true }).getByRole("row").filter({ hasText: customer.owner });
  await expect(row).toContainText("Last owner: can’t be changed");
  await expect(row.getByRole("button")).toHaveCount(0);
});

test("a member can see everything but has no button that changes anything", async ({ as, customer, portalUrl }) => {
  const owner = await as(customer.owner);
  await owner.getByRole("button", { name: "Connect an AWS account", exact: true }).click();
  await owner.waitForURL(/\/connect$/);
  const draft = owner.url();
  const page = await as(customer.member);
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Connections", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect an AWS account" })).toHaveCount(0);

  await page.goto(`${portalUrl}/settings`);
  await expect(page.getByText("Only owners can make changes here.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: /Invite|Remove|Change role|Revoke/ })).toHaveCount(0);

  await page.goto(draft);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Verify", exact: true }).and(page.locator(":enabled"))).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Rename" })).toHaveCount(0);

  await page.goto(draft.replace(/\/connect$/, ""));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Verify now|Rotate External ID|Remove|Rename|Disable)$/ })).toHaveCount(0);
});

test("a revoked invitation cannot be used", async ({ as, customer, portalUrl, sandbox, page: stranger }) => {
  const owner = await as(customer.owner, `${portalUrl}/settings`);
  const email = `revoked@${customer.owner.split("@")[1]}`;
  await inviteColleague(owner, email, "Member");
  const link = await mailedLink(sandbox, email, "/invitations/");
  await owner.getByRole("button", { name: `Revoke invitation for ${email}`, exact: true }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(owner.getByText(`The invitation for ${email} was revoked.`)).toBeVisible();
  await expect(owner.getByRole("table", { name: "Open invitations", exact: true })).toHaveCount(0);
  expect((await stranger.goto(link))?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { name: "Invitation not found", exact: true })).toBeVisible();
});

test("an invitation can be accepted only with its email address", async ({ as, customer, portalUrl, sandbox }) => {
  const owner = await as(customer.owner, `${portalUrl}/settings`);
  const email = `guest@${customer.owner.split("@")[1]}`;
  await inviteColleague(owner, email, "Member");
  const link = await mailedLink(sandbox, email, "/invitations/");
  const member = await as(customer.member, link);
  await expect(member.getByText(`Only ${email} can accept this invitation.`)).toBeVisible();
  await expect(member.getByRole("button", { name: "Accept invitation" })).toHaveCount(0);
});

test("an invalid address or an existing member is rejected at the field, which keeps the text", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.owner, `${portalUrl}/settings`);
  await page.getByRole("button", { name: "Invite a colleague", exact: true }).click();
  const field = page.getByRole("dialog").getByRole("textbox", { name: "Email", exact: true });
  for (const email of ["nobody", customer.member]) {
    await field.fill(email);
    await page.getByRole("button", { name: "Send invitation", exact: true }).click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(email);
  }
  await expect(page.getByText("This person is already a member.")).toBeVisible();
});

test("a colleague is invited, joins, and is removed: the next request of their open page is denied", async ({
  as,
  browser,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, `${portalUrl}/settings`);
  const email = `colleague@${customer.owner.split("@")[1]}`;
  await inviteColleague(owner, email, "Member");
  const { page: colleague, context } = await acceptInvitation(browser, await mailedLink(sandbox, email, "/invitations/"), email);
  await expect(colleague).toHaveURL(`${portalUrl}/connections`);
  await owner.reload();
  await owner.getByRole("button", { name: `Remove ${email}`, exact: true }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(owner.getByText(`${email} was removed from ${customer.name}.`)).toBeVisible();
  await expect(owner.getByRole("table", { name: "Members", exact: true })).not.toContainText(email);

  await colleague.getByRole("link", { name: "Settings", exact: true }).click();
  await expect(colleague).toHaveURL(/\/sign-in/);
  await expect(colleague.getByText("you don’t belong to a company here yet")).toBeVisible();
  await expect(colleague.getByText(customer.owner)).toHaveCount(0);
  await context.close();
});

test("a member becomes an owner, has the rights at the next request, and can demote the first owner", async ({
  as,
  customer,
  portalUrl,
}) => {
  const owner = await as(customer.owner, null);
  const member = await as(customer.member, null);
  await owner.goto(`${portalUrl}/settings`);
  await owner.getByRole("button", { name: `Change role of ${customer.member}`, exact: true }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Make an owner", exact: true }).click();
  await expect(owner.getByText(`${customer.member} is now an owner.`)).toBeVisible();
  await member.goto(`${portalUrl}/settings`);
  await member.getByRole("button", { name: `Change role of ${customer.owner}`, exact: true }).click();
  await member.getByRole("dialog").getByRole("button", { name: "Make a member", exact: true }).click();
  await expect(member.getByText(`${customer.owner} is now a member.`)).toBeVisible();

  await test.step("the open page of the first owner still has the button, but the action is denied", async () => {
    await owner.getByRole("button", { name: "Invite a colleague", exact: true }).click();
    await owner.getByRole("dialog").getByRole("textbox", { name: "Email", exact: true }).fill("late@example.com");
    await owner.getByRole("button", { name: "Send invitation", exact: true }).click();
    await expect(owner.getByText("Only an owner of your company can do this.")).toBeVisible();
  });
});
