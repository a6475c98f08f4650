import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

/** Opens the palette with its keys. */
async function openPalette(page: Page) {
  await expect(page.getByRole("button", { name: "Search (Ctrl+K)", exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and actions", exact: true });
  const field = palette.getByRole("combobox", { name: "Search", exact: true });
  await expect(field).toBeFocused();
  return { palette, field, option: (name: string | RegExp) => palette.getByRole("option", { name }) };
}

test("a member sees the reason why they can't run an action, and nothing of another customer", async ({ as, customer, portalUrl }) => {
  const globex = await ConnectPage.open(await as("owner@globex.example"));
  const foreign = await globex.externalId();
  const page = await as(customer.member);
  const { palette, field, option } = await openPalette(page);
  await field.fill("connect an");
  await expect(option(/^Connect an AWS account/)).toHaveAttribute("aria-disabled", "true");
  await expect(option(/^Connect an AWS account/)).toContainText("Only owners can do this");
  await page.keyboard.press("Enter");
  await expect(palette).toBeVisible();
  await field.fill(foreign);
  await expect(palette.getByText("Nothing found for")).toBeVisible();
  await expect(page).toHaveURL(`${portalUrl}/connections`);
});

test("an owner goes to a connection and starts an action by keyboard; recent places hold only IDs until sign-out", async ({
  as,
  customer,
  portalUrl,
}) => {
  const connect = await ConnectPage.open(await as(customer.owner));
  const { page, id } = connect;
  await page.goto(`${portalUrl}/settings`);
  const { field, option, palette } = await openPalette(page);
  await test.step("while the portal does not respond, pages are still listed, and the search can be repeated", async () => {
    await page.route("**/settings", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await field.fill("conn");
    await expect(palette.getByRole("alert")).toContainText("did not respond");
    await expect(option(/^Connections$/)).toBeVisible();
    await page.unroute("**/settings");
    await palette.getByRole("button", { name: "Search again", exact: true }).click();
    await expect(palette.getByRole("alert")).toHaveCount(0);
  });
  await test.step("the first result is chosen with Enter", async () => {
    await field.fill("AWS account");
    await expect(palette.getByRole("group", { name: "Connections", exact: true }).getByRole("option")).toHaveCount(1);
    await expect(palette.getByRole("status")).toContainText("results");
    await field.press("ArrowDown");
    await field.press("ArrowUp");
    await field.press("Enter");
    await expect(palette).toHaveCount(0);
    await page.waitForURL(new RegExp(`/connections/${id}`));
  });
  await test.step("an action opens its form and changes nothing", async () => {
    const again = await openPalette(page);
    await again.field.fill("rename");
    await again.option(/^Rename /).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/connections/${id}$`));
  });
  const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(await stored()).toContain(`[[\\"connection\\",\\"${id}\\"]]`);
  /** Keeps a fragment in the browser, as the page does when somebody asks for an emailed link. */
  const keepFragment = (at: number) =>
    page.evaluate((when) => localStorage.setItem("sallyport.fragment", JSON.stringify(["/logs/query?", "#query=x", when])), at);
  await keepFragment(Date.now() - 3_600_000);
  await test.step("the place is listed when the palette opens, and the page has forgotten an old fragment", async () => {
    await page.goto(`${portalUrl}/settings`);
    const again = await openPalette(page);
    await expect(again.palette.getByRole("group", { name: "Recent", exact: true }).getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(again.palette).toHaveCount(0);
    expect(await stored()).not.toContain("fragment");
  });
  await keepFragment(Date.now());
  await page.getByRole("button", { name: customer.owner }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await expect.poll(stored).not.toMatch(/palette|fragment/);
});

test("support finds a customer and opens it, and sees which role its actions require", async ({ as, customer, portalUrl }) => {
  const page = await as("support@partner.example", `${portalUrl}/admin`);
  const { field, option, palette } = await openPalette(page);
  await field.fill(customer.name);
  await expect(option(new RegExp(`^Suspend ${customer.name}`))).toContainText("Requires the Operator or Admin role");
  await expect(palette.getByRole("group", { name: "Log groups", exact: true })).toHaveCount(0);
  await palette.getByRole("group", { name: "Customers", exact: true }).getByRole("option").first().click();
  await page.waitForURL(/\/admin\/customers\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { name: customer.name, exact: true, level: 1 })).toBeVisible();
});
