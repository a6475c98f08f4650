import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { openCustomer } from "./customer-page.ts";

const STAFF_PAGES = [
  "/admin",
  "/admin/customers",
  "/admin/connections",
  "/admin/actions",
  "/admin/alerts",
  "/admin/notifications",
  "/admin/failures",
  "/admin/audit",
  "/admin/staff",
];
const CUSTOMER_PAGES = ["/connections", "/connections/new", "/logs", "/settings"];

test("the staff pages do not exist for customers", async ({ as, customer, portalUrl }) => {
  for (const person of [customer.owner, customer.member]) {
    const page = await as(person, null);
    for (const path of STAFF_PAGES) {
      expect((await page.goto(portalUrl + path))?.status(), `${person} ${path}`).toBe(404);
      await expect(page.getByText("not found")).toBeVisible();
      await expect(page.getByText("Acme")).toHaveCount(0);
    }
  }
});

test("the pages of customers, connections and logs do not exist for staff", async ({ as, customer, portalUrl, sandbox }) => {
  const owner = await as(customer.owner, null);
  const { connectionId } = await connectRole(owner, sandbox);
  const page = await as("admin@partner.example", null);
  const own = ["", "/connect", "/logs"].map((rest) => `/connections/${connectionId}${rest}`);
  for (const path of [...CUSTOMER_PAGES, ...own]) {
    expect((await page.goto(portalUrl + path))?.status(), path).toBe(404);
    await expect(page.getByText("not found")).toBeVisible();
  }
  const verification = await page.request.get(`${portalUrl}/api/connections/${connectionId}/verification?format=json`);
  expect(verification.status()).toBe(404);
});

test("the support role sees a customer's connections but has no enabled button that changes anything", async ({
  as,
  customer,
  portalUrl,
  sandbox,
}) => {
  const owner = await as(customer.owner, null);
  await connectRole(owner, sandbox);
  const page = await as("support@partner.example");
  await expect(page).toHaveURL(`${portalUrl}/admin`);
  await expect(page.getByRole("heading", { name: "Overview", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite customer" })).toBeDisabled();
  await page.goto(`${portalUrl}/admin/customers`);
  await expect(page.getByRole("heading", { name: "Customers", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite customer" })).toBeDisabled();
  await page.goto(`${portalUrl}/admin/audit?customer=partner`);
  await expect(page.getByRole("heading", { name: "Audit log", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Verify chain" })).toBeDisabled();
  await openCustomer(page, portalUrl, customer.name);
  await expect(page.getByRole("table", { name: "Connections", exact: true })).toContainText("Connected");
  await expect(page.getByText("No staff role can read customer logs.")).toBeVisible();
  const acts = page.getByRole("main").getByRole("button", { name: /Suspend|Resume|Invite|Remove|Rotate|Revoke|Verify|Edit tags/ });
  await expect(acts).toHaveCount(4);
  for (const button of await acts.all()) await expect(button).toBeDisabled();
  await page.goto(`${portalUrl}/admin/staff`);
  await expect(page.getByRole("table", { name: "Staff", exact: true })).toContainText("admin@partner.example");
  await expect(page.getByRole("main").getByRole("button", { name: /Invite|Change role|Remove|Revoke/ })).toHaveCount(0);
});

test("an operator cannot manage the staff", async ({ as, portalUrl }) => {
  const page = await as("operator@partner.example");
  await expect(page).toHaveURL(`${portalUrl}/admin`);
  await page.goto(`${portalUrl}/admin/staff`);
  await expect(page.getByRole("table", { name: "Staff", exact: true })).toContainText("operator@partner.example");
  await expect(page.getByRole("main").getByRole("button", { name: /Invite|Change role|Remove|Revoke/ })).toHaveCount(0);
});
