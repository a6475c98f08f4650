import type { Locator, Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";

const MAX_STEPS = 80;

/** Presses the key until the element has the focus, and expects it to be visible. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) {
      await expect(target).toBeInViewport();
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${target} cannot be reached with the Tab key`);
}

async function pressOn(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

async function signInByKeyboard(page: Page, portalUrl: string, email: string): Promise<void> {
  await page.goto(`${portalUrl}/sign-in`);
  await pressOn(page, page.getByRole("button", { name: "Continue with single sign-on", exact: true }));
  await page.waitForURL(/\/idp\//);
  await pressOn(page, page.getByText("Someone else"));
  await typeInto(page, page.getByLabel("Email", { exact: true }), email);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${portalUrl}/connections`);
}

/** Creates the stack in the tab of the AWS console. Returns the role ARN. */
async function createStackByKeyboard(page: Page): Promise<string> {
  await pressOn(page, page.getByRole("checkbox", { name: /IAM/ }), "Space");
  await pressOn(page, page.getByRole("button", { name: "Create stack", exact: true }));
  return (await page.getByLabel("RoleArn", { exact: true }).first().textContent())?.trim() ?? "";
}

test("sign in, connect, verify and read an event with the keyboard only", async ({ page, customer, portalUrl }) => {
  test.setTimeout(240_000);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInByKeyboard(page, portalUrl, customer.owner);

  await test.step("the first Tab key offers a link to skip the navigation", async () => {
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content", exact: true });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.locator("#content")).toBeFocused();
  });
  await pressOn(page, page.getByRole("button", { name: "Connect an AWS account", exact: true }));
  await page.waitForURL(/\/connect$/);
  await pressOn(page, page.getByRole("button", { name: "Copy External ID", exact: true }));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^sp-[0-9a-f-]{36}$/);

  const link = page.getByRole("link", { name: "Create the role in AWS", exact: true });
  await tabTo(page, link);
  const [console] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Enter")]);
  const arn = await createStackByKeyboard(console);
  await page.bringToFront();
  await typeInto(page, page.getByRole("textbox", { name: "Role ARN", exact: true }), arn);
  await pressOn(page, page.getByRole("button", { name: "Verify", exact: true }));
  await expect(page.getByRole("status").filter({ hasText: /^Connected: AWS account 222222222222/ })).toBeVisible();
  await pressOn(page, page.getByRole("link", { name: "Browse logs", exact: true }).first());
  await page.waitForURL(/\/logs/);

  await typeInto(page, page.getByRole("searchbox", { name: "Find log group", exact: true }), "payments");
  await pressOn(page, page.getByRole("link", { name: "/app/payments/api", exact: true }));
  const first = page.getByRole("list", { name: "Log events", exact: true }).getByRole("button").first();
  await pressOn(page, first);
  await expect(first).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("list", { name: "Log events", exact: true }).getByRole("button", { expanded: false }).first()).toBeFocused();
  await tabTo(page, page.getByRole("searchbox", { name: "Search", exact: true }), "Shift+Tab");
  await page.keyboard.type("declined");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Searched (the whole range|back to)/)).toBeVisible();
});

test("a dialog receives the focus, keeps it, and returns it", async ({ as, customer, portalUrl }) => {
  const page = await as(customer.owner, `${portalUrl}/settings`);
  const button = page.getByRole("button", { name: "Invite a colleague", exact: true });
  await pressOn(page, button);
  const dialog = page.getByRole("dialog", { name: "Invite a colleague" });
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});
