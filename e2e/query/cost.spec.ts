import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { editor, queryPage } from "./query-steps.ts";

const question = (page: Page) => page.getByRole("dialog", { name: /^This query may scan more than / });
const runButton = (page: Page) => page.getByRole("button", { name: "Run query", exact: true });

test("a query is estimated, asks first above an owner's threshold, and its bytes are in the usage", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { role } = await queryPage(page, sandbox, portalUrl);
  const started = async (mark: number) =>
    (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery").length;
  await expect(page.getByText(/^Estimated .+, (about|less than|\$).+$/)).toBeVisible();
  await expect(page.getByText(/^at \$0\.0063 per GB in eu-central-1 · the limit in the query doesn’t lower it$/)).toBeVisible();

  await test.step("an estimate that a change has made useless is canceled, and the newest one is shown", async () => {
    const estimates = "**/query/estimate";
    // The first is never answered.
    let held = false;
    await page.route(estimates, (route) => {
      if (held) return route.continue();
      held = true;
    });
    const asked = page.waitForRequest(estimates);
    await page.getByRole("checkbox", { name: "/app/checkout/web", exact: true }).click();
    const request = await asked;
    await expect(page.getByText("Estimating the cost…")).toBeVisible();
    await page.getByRole("checkbox", { name: "/app/fleet/service-01", exact: true }).click();
    await expect.poll(() => request.failure()?.errorText).toBe("net::ERR_ABORTED");
    await expect(page.getByText(/^Estimated /)).toBeVisible();
    await page.unroute(estimates);
  });

  await test.step("only an owner sets the threshold, and what they typed stays when it is no amount", async () => {
    const member = await as(customer.member, `${portalUrl}/usage`);
    await expect(member.getByText(/^No queries and no Live Tail/)).toBeVisible();
    await expect(member.getByText("No limit", { exact: true })).toBeVisible();
    await expect(member.getByRole("button", { name: /^Edit the confirmation limit/ })).toHaveCount(0);
    const usage = await as(customer.owner, `${portalUrl}/usage`);
    await usage.setViewportSize({ width: 1280, height: 720 });
    await usage.getByRole("button", { name: /^Edit the confirmation limit/ }).click();
    const amount = usage.getByRole("textbox", { name: /^Confirmation limit of .*, in GB$/ });
    await amount.fill("many");
    await amount.press("Enter");
    await expect(usage.getByText("Enter a number of GB, such as 50 or 0.5.")).toBeVisible();
    await expect(amount).toHaveValue("many");
    // Beside the open menu too, the form is inside its card.
    expect(await usage.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const [table, field] = [
      await usage.getByRole("table", { name: "By connection", exact: true }).boundingBox(),
      await amount.boundingBox(),
    ];
    expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThanOrEqual((table?.x ?? 0) + (table?.width ?? 0));
    await amount.fill("0.000001");
    await amount.press("Enter");
    await expect(usage.getByText("The smallest limit is 0.001 GB, which is 1 MB.")).toBeVisible();
    await amount.fill("0.001");
    await amount.press("Enter");
    await expect(usage.getByRole("table", { name: "By connection", exact: true })).toContainText("1 MB");
  });

  const mark = await sandbox.now();
  await test.step("above it the query asks, Enter confirms nothing, and Esc returns to the query", async () => {
    await editor(page).fill("stats count(*) as n by bin(5m)");
    await editor(page).press("Control+Enter");
    await expect(question(page)).toBeFocused();
    await expect(question(page)).toContainText(/Estimated .+An owner set 1 MB/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await expect(question(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(question(page)).toBeHidden();
    await expect(editor(page)).toBeFocused();
    expect(await started(mark)).toBe(0);
  });

  let scanned = "";
  await test.step("confirmed, it runs and says what was scanned and what that costs", async () => {
    await runButton(page).click();
    await question(page).getByRole("button", { name: "Run anyway", exact: true }).click();
    const facts = page.getByText(/^Scanned .+, \$[\d.]+$/);
    await expect(facts).toBeVisible();
    scanned = /^Scanned (.+), \$/.exec((await facts.textContent()) ?? "")?.[1] ?? "";
    expect(await started(mark)).toBe(1);
  });

  await test.step("a range of the chart is chosen with the keyboard, and its cost comes before it runs", async () => {
    const bins = page.getByRole("group", { name: "Bins of the chart", exact: true });
    await bins.focus();
    for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
    const range = page.getByRole("dialog", { name: / to / });
    await expect(range).toBeFocused();
    await expect(range.getByText(/^Estimated /)).toBeVisible();
    await expect(range.getByRole("link", { name: "Show events", exact: true })).toHaveAttribute("href", /\/logs\?.*range=\d+-\d+/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect(range).toBeHidden();
    await expect(bins).toBeFocused();
    expect(await started(mark)).toBe(1);
  });

  await test.step("the usage has the same bytes for the person and for the connection", async () => {
    await page.goto(`${portalUrl}/usage`);
    for (const name of ["By person", "By connection"]) {
      const total = page.getByRole("table", { name, exact: true }).getByRole("row", { name: /^Total/ });
      await expect(total).toContainText(scanned);
      await expect(total.getByRole("cell").first()).toHaveText("1");
    }
    await page.getByRole("button", { name: "Show as table", exact: true }).click();
    await expect(page.getByRole("table", { name: "Cost by day", exact: true })).toContainText(scanned);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV", exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/^usage-.*\.csv$/);
    const member = await as(customer.member, `${portalUrl}/usage`);
    await expect(member.getByText(/^No queries and no Live Tail/)).toBeVisible();
  });
});
