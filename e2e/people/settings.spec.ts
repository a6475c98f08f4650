import { memberOf, objectsOf } from "#e2e/isolation/foreign-objects.ts";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { unsubscribeToken } from "#kernel/people/unsubscribe-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

test("a member sees who gets which emails and how long sessions last, and can change neither", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.member, `${portalUrl}/settings?tab=emails`);
  const emails = page.getByRole("table", { name: "Emails", exact: true });
  await expect(emails.getByRole("row").filter({ hasText: "AWS denies access" })).toContainText(customer.owner);
  await expect(page.getByText("Only owners and security contacts get emails about connections.")).toBeVisible();
  await expect(emails.getByRole("checkbox")).toHaveCount(0);
  await page.getByRole("tab", { name: "Company", exact: true }).click();
  await expect(page).toHaveURL(/tab=company/);
  await expect(page.getByRole("main")).toContainText("8 hours");
  await expect(page.getByRole("button", { name: "Change session length" })).toHaveCount(0);
});

test("an owner turns emails off and on, but no security notice; the link of an email turns them off without a sign-in", async ({
  as,
  customer,
  portalUrl,
  page: stranger,
}) => {
  const page = await as(customer.owner, `${portalUrl}/settings?tab=emails`);
  const emails = page.getByRole("table", { name: "Emails", exact: true });
  await expect(emails.getByRole("row").filter({ hasText: "Security notices" })).toContainText("Always on");
  const rotation = emails.getByRole("row").filter({ hasText: "rotation" });
  const choice = rotation.getByRole("checkbox");
  await expect(rotation).toContainText(customer.owner);
  await choice.click();
  await expect(rotation).toContainText("Nobody");
  await choice.click();
  await expect(rotation).toContainText(customer.owner);

  await test.step("a link that was changed turns nothing off", async () => {
    await stranger.goto(`${portalUrl}/unsubscribe/${(await linkOf(customer)).slice(0, -1)}`);
    await expect(stranger.getByRole("heading", { name: "This link is not valid", exact: true })).toBeVisible();
  });
  await test.step("opening the link turns nothing off, its button does", async () => {
    await stranger.goto(`${portalUrl}/unsubscribe/${await linkOf(customer)}`);
    await expect(stranger.getByText(`${customer.owner} gets emails about rotations`)).toBeVisible();
    await page.reload();
    await expect(rotation).toContainText(customer.owner);
    await stranger.getByRole("button", { name: "Turn off these emails", exact: true }).click();
    await expect(stranger.getByRole("heading", { name: "Emails turned off", exact: true })).toBeVisible();
    await page.reload();
    await expect(rotation).toContainText("Nobody");
  });
  await test.step("an email program turns them off with one request from elsewhere", async () => {
    await choice.click();
    await expect(rotation).toContainText(customer.owner);
    const answer = await fetch(`${portalUrl}/unsubscribe/${await linkOf(customer)}/confirm`, {
      method: "POST",
      headers: { origin: "https://mail.example", "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect([answer.status, await answer.text()]).toEqual([200, "These emails are turned off."]);
    await page.reload();
    await expect(rotation).toContainText("Nobody");
  });
});

test("an owner chooses a shorter session length, which the company then has", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.owner, `${portalUrl}/settings?tab=company`);
  const dialog = page.getByRole("dialog", { name: "Change session length", exact: true });
  await page.getByRole("button", { name: "Change session length", exact: true }).click();
  await dialog.getByRole("radio", { name: "1 hour", exact: true }).check();
  await dialog.getByRole("button", { name: "Change session length", exact: true }).click();
  await expect(page.getByText("Sessions now last at most 1 hour.")).toBeVisible();
  const member = await as(customer.member, `${portalUrl}/settings?tab=company`);
  await expect(member.getByRole("main")).toContainText("1 hour");
});

test("an owner adds a security contact, which is confirmed by the link in its email, and removes it; a member can only see it", async ({
  as,
  customer,
  portalUrl,
  sandbox,
  page: stranger,
}) => {
  const page = await as(customer.owner, `${portalUrl}/settings?tab=emails`);
  const address = `security@${customer.owner.split("@")[1]}`;
  await page.getByRole("button", { name: "Add contact", exact: true }).click();
  const field = page.getByRole("dialog").getByRole("textbox", { name: "Email", exact: true });
  await field.fill("not an address");
  await page.getByRole("dialog").getByRole("button", { name: "Send link", exact: true }).click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill(address);
  await page.getByRole("dialog").getByRole("button", { name: "Send link", exact: true }).click();
  const row = page.getByRole("table", { name: "Security contacts", exact: true }).getByRole("row").filter({ hasText: address });
  await expect(row).toContainText("Not confirmed yet");
  await stranger.goto(await mailedLink(sandbox, address, "/security-contacts/"));
  await stranger.getByRole("button", { name: "Confirm address", exact: true }).click();
  await expect(stranger.getByText("gets an email when")).toBeVisible();

  const member = await as(customer.member, `${portalUrl}/settings?tab=emails`);
  const seen = member.getByRole("table", { name: "Security contacts", exact: true });
  await expect(seen).toContainText(address);
  await expect(seen.getByRole("button")).toHaveCount(0);
  await expect(member.getByRole("button", { name: "Add contact" })).toHaveCount(0);

  await page.reload();
  await expect(row).toContainText("Confirmed");
  await row.getByRole("button", { name: `Remove ${address}`, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText(`${address} was removed from the security contacts.`)).toBeVisible();
  await expect(row).toHaveCount(0);
});

/** The token of the link in an email to the owner about a rotation, as the worker makes it. */
async function linkOf({ name, owner }: { readonly name: string; readonly owner: string }): Promise<string> {
  const secret = (partEnvironment("web")["AUTH_SECRET"] ?? "").split(/[\s,]+/)[0] ?? "";
  const { customer = "" } = await objectsOf(name);
  const choice = { customerId: CustomerId.parse(customer), userId: UserId.parse(await memberOf(name, owner)), kind: "rotation" } as const;
  return unsubscribeToken(new Secret(secret), choice);
}
