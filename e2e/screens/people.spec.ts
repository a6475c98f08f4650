import { objectsOf } from "#e2e/isolation/foreign-objects.ts";
import { inviteColleague } from "#e2e/people/invitations.ts";
import { openCustomer, suspendCustomer } from "#e2e/staff/customer-page.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import { expect, test } from "./screen-test.ts";

test("settings and its dialogs", async ({ look, check, browser, customer, portalUrl }) => {
  const page = await look(customer.owner, `${portalUrl}/settings`);
  await expect(page.getByRole("table", { name: "Members", exact: true })).toContainText(customer.member);
  await inviteColleague(page, `invited@${customer.owner.split("@")[1]}`, "Member");
  await check(page, "settings");
  await page.getByRole("button", { name: "Invite a colleague", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Invite a colleague" })).toBeVisible();
  await page.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Email", exact: true })).toHaveAttribute("aria-invalid", "true");
  await check(page, "settings-invite");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("tab", { name: "Emails", exact: true }).click();
  await expect(page.getByRole("table", { name: "Emails", exact: true })).toBeVisible();
  await check(page, "settings-emails");
  await page.getByRole("tab", { name: "Company", exact: true }).click();
  await check(page, "settings-company");
  await page.getByRole("button", { name: "Change session length", exact: true }).click();
  await check(page, "settings-session-length");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: customer.owner }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await check(page, "person-menu");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: customer.owner }).click();
  const out = await page.getByRole("menuitem", { name: "Sign out" }).boundingBox();
  expect((out?.x ?? 0) + (out?.width ?? 0), "the menu fits in a narrow window").toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 900 });
  await signIn(await (await browser.newContext()).newPage(), portalUrl, customer.owner);
  await page.goto(`${portalUrl}/settings/sessions`);
  await expect(page.getByRole("table", { name: "Sessions", exact: true })).toContainText("Current session");
  await check(page, "sessions");
  const member = await look(customer.member, `${portalUrl}/settings`);
  await expect(member.getByRole("table", { name: "Members", exact: true })).toBeVisible();
  await check(member, "settings-member");
});

test("the command palette, with recent places, results and nothing", async ({ look, check, customer, portalUrl }) => {
  const page = await look(customer.owner, `${portalUrl}/connections`);
  const { id } = await ConnectPage.open(page);
  await page.evaluate(
    ([whose, place]) => localStorage.setItem(`sallyport.palette.${whose}`, JSON.stringify([["connection", place]])),
    [(await objectsOf(customer.name))["customer"], id],
  );
  await page.goto(`${portalUrl}/connections`);
  await page.getByRole("button", { name: "Search (Ctrl+K)", exact: true }).click();
  const palette = page.getByRole("dialog", { name: "Search and actions", exact: true });
  await expect(palette.getByRole("group", { name: "Recent", exact: true })).toBeVisible();
  await check(page, "palette-recent");
  const field = palette.getByRole("combobox", { name: "Search", exact: true });
  await field.fill("conn");
  await expect(palette.getByRole("group", { name: "Actions", exact: true })).toContainText("Connect an AWS account");
  await check(page, "palette-results");
  await field.fill("no such thing");
  await expect(palette.getByText("Nothing found")).toBeVisible();
  await check(page, "palette-nothing");
  const staff = await look("support@partner.example", `${portalUrl}/admin/customers`);
  await staff.getByRole("button", { name: "Search (Ctrl+K)", exact: true }).click();
  await staff.getByRole("combobox", { name: "Search", exact: true }).fill(customer.name);
  await expect(staff.getByRole("option", { name: /^Suspend/ })).toBeVisible();
  await check(staff, "palette-staff");
});

test("the staff dashboard and its pages", async ({ look, check, as, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  await connectRole(await as(customer.owner, null), sandbox);
  const page = await look("admin@partner.example");
  await expect(page.getByRole("heading", { name: "Overview", exact: true })).toBeVisible();
  await check(page, "admin");
  await page.goto(`${portalUrl}/admin/customers`);
  await expect(page.getByRole("table", { name: "Customers", exact: true })).toContainText("Connected");
  await check(page, "admin-customers");
  await page.getByRole("button", { name: "Invite customer", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Invite customer" })).toBeVisible();
  await check(page, "admin-invite");
  await openCustomer(page, portalUrl, customer.name);
  await check(page, "admin-customer");
  await page.getByRole("table", { name: "Connections", exact: true }).getByRole("link").first().click();
  await expect(page.getByRole("table", { name: "Probes of the last verification", exact: true })).toBeVisible();
  await check(page, "admin-connection");
  await page.goBack();
  await page.getByRole("button", { name: "Suspend customer", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page, "admin-customer-suspend");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
  await suspendCustomer(page, customer.name);
  await expect(page.getByText(/^Suspended since/)).toBeVisible();
  await check(page, "admin-customer-suspended");
  await page.goto(`${portalUrl}/admin/sessions`);
  await expect(page.getByRole("table", { name: "Sessions", exact: true })).toContainText("Current session");
  await check(page, "admin-sessions");
  for (const [path, heading] of [
    ["connections", "Connections"],
    ["people", "People"],
    ["runs", "Verifications"],
    ["alerts", "Alerts"],
    ["notifications", "Alert emails"],
    ["failures", "Failed jobs"],
    ["audit", "Audit log"],
    ["staff", "Staff"],
  ] as const) {
    await page.goto(`${portalUrl}/admin/${path}`);
    await expect(page.getByRole("heading", { name: heading, exact: true, level: 1 })).toBeVisible();
    await check(page, `admin-${path}`);
  }
});
