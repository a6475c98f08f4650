import { inviteColleague } from "#e2e/people/invitations.ts";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "./screen-test.ts";

test("the public pages", async ({ look, check, as, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(null);
  await expect(page).toHaveURL(/\/sign-in$/);
  await check(page, "sign-in");
  expect((await page.request.get(`${portalUrl}/favicon.ico`)).headers()["content-type"]).toBe("image/svg+xml");
  await page.getByRole("button", { name: "Email me a link", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Email", exact: true })).toHaveAttribute("aria-invalid", "true");
  await check(page, "sign-in-field-error");
  await page.goto(`${portalUrl}/sign-in?error=AccessDenied`);
  await expect(page.getByRole("alert").filter({ hasText: "can’t sign in" })).toBeVisible();
  await check(page, "sign-in-denied");

  await page.getByRole("textbox", { name: "Email", exact: true }).fill(customer.member);
  await page.getByRole("button", { name: "Email me a link", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Check your email", exact: true })).toBeVisible();
  await check(page, "sent");
  await page.goto(await mailedLink(sandbox, customer.member, "/sign-in/confirm"));
  await expect(page.getByRole("heading", { name: "Finish signing in", exact: true })).toBeVisible();
  await check(page, "confirm");
  await page.context().clearCookies({ name: "__Host-link" });
  await page.reload();
  await expect(page.getByRole("heading", { name: "Confirm the account", exact: true })).toBeVisible();
  await check(page, "confirm-other-browser");

  const owner = await as(customer.owner, `${portalUrl}/settings`);
  const email = `invited@${customer.owner.split("@")[1]}`;
  await inviteColleague(owner, email, "Member");
  const link = await mailedLink(sandbox, email, "/invitations/");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Invitation", exact: true })).toBeVisible();
  await check(page, "invitation");
  await owner.close();
  const other = await look(customer.owner, link);
  await expect(other.getByText(`Only ${email} can accept this invitation.`)).toBeVisible();
  await check(other, "invitation-for-another");
});

test("pages that do not exist", async ({ look, check, customer, portalUrl }) => {
  for (const [email, path, heading, name] of [
    [customer.owner, "/connections/01a21889-959a-7efe-b074-269b974217c3", "Page not found", "not-found"],
    [null, "/invitations/unknown-token", "Invitation not found", "invitation-not-found"],
  ] as const) {
    const page = await look(email, portalUrl + path);
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
    await check(page, name, ["status of 404"]);
  }
});
