import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { otherBuild } from "#stack/testing/other-build.ts";
import { type BalancedWeb, BalancedWebs } from "./balanced-webs.ts";

let webs: BalancedWebs;
let old: BalancedWeb;
let fresh: BalancedWeb;

test.beforeAll(async () => {
  webs = await BalancedWebs.open();
  [old, fresh] = [await webs.start(), await webs.start(otherBuild())];
});
test.beforeEach(() => webs.use(old));
test.afterAll(() => webs.stop());

const NOTICE = "A new version is available. Your text is kept when you reload.";
const reload = (page: Page) => page.getByRole("button", { name: "Reload page", exact: true }).click();

test("an action of an older build changes nothing and says why, and after a reload the typed text is there and can be saved", async ({
  as,
  customer,
  sandbox,
}) => {
  const page = await as(customer.owner, null);
  const { connectionId } = await connectRole(page, sandbox);
  await page.goto(`${webs.url}/connections/${connectionId}`);
  const rename = page.getByRole("button", { name: "Rename", exact: true });
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await rename.click();
  await name.fill("Payments, production");
  await expect(page.getByText(NOTICE)).toHaveCount(0);
  await webs.use(fresh);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/^A new version of the portal is available, so nothing was changed\./)).toBeVisible();
  await expect(page.getByText(NOTICE)).toBeVisible();
  await reload(page);
  await expect(page.getByText(NOTICE)).toHaveCount(0);
  // A button does nothing before the reloaded page is interactive.
  await expect(async () => {
    await rename.click();
    await expect(name).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(name).toHaveValue("Payments, production");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Payments, production", exact: true })).toBeVisible();
  // What was kept is gone from the browser once it was put back.
  expect(await page.evaluate(() => sessionStorage.getItem("sallyport.typed-text"))).toBeNull();
});

test("a page that is only open notices the new version, and what is typed in it is still there after the reload", async ({
  as,
  customer,
}) => {
  const page = await as(customer.owner, null);
  await page.clock.install();
  await page.goto(`${webs.url}/connections`);
  await ConnectPage.open(page);
  const arn = page.getByRole("textbox", { name: "Role ARN", exact: true });
  await arn.fill("arn:aws:iam::222222222222:role/unfinished");
  await webs.use(fresh);
  await expect(async () => {
    await page.clock.fastForward("01:05");
    await expect(page.getByText(NOTICE)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await reload(page);
  await expect(page.getByText(NOTICE)).toHaveCount(0);
  await expect(arn).toHaveValue("arn:aws:iam::222222222222:role/unfinished");
});
