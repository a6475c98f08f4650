import type { Page } from "playwright/test";
import { mailedLink } from "#e2e/sign-in/mailed-link.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";
import { API, editor, queryPage, rows, run } from "./query-steps.ts";

const panel = (page: Page) => page.getByRole("region", { name: "Saved and history", exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const started = async (sandbox: Sandbox, role: Pick<MadeRole, "roleName">, mark: number) =>
  (await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery").length;

async function openPanel(page: Page) {
  await button(page, "Saved and history").click();
  await expect(panel(page).getByRole("heading", { name: "Saved and history" })).toBeFocused();
}

test("queries are saved, shared, filled with values, found in the history and linked", async ({ as, customer, sandbox, portalUrl }) => {
  test.setTimeout(120_000);
  const page = await as(customer.owner, null);
  const { role } = await queryPage(page, sandbox, portalUrl);
  const { pathname } = new URL(page.url());

  await test.step("a name that is taken is refused at its field, and nothing typed is lost", async () => {
    await editor(page).fill('filter level = "{{level}}"\n| stats count(*) as events by bin(5m)');
    await button(page, "Save query").click();
    const form = panel(page).getByRole("form", { name: "Save current query" });
    const name = form.getByRole("textbox", { name: "Name", exact: true });
    const folder = form.getByRole("combobox", { name: "Folder (optional)", exact: true });
    await form.getByRole("button", { name: "Save query", exact: true }).click();
    await expect(form.getByText("Enter a name for the query.")).toBeVisible();
    await name.fill("Events of a level");
    await folder.fill("Payments");
    await form.getByRole("checkbox", { name: "Share with everyone in your company" }).check();
    await form.getByRole("button", { name: "Save query", exact: true }).click();
    await expect(panel(page).getByRole("list", { name: "Saved queries: Payments" })).toContainText("Events of a level");
    await button(page, "Save current query").click();
    await name.fill("Events of a level");
    await folder.fill("Payments");
    await form.getByRole("checkbox", { name: "Share with everyone in your company" }).check();
    await form.getByRole("button", { name: "Save query", exact: true }).click();
    await expect(form.getByText(/already in this folder/)).toBeVisible();
    await expect(name).toHaveValue("Events of a level");
    await form.getByRole("button", { name: "Cancel", exact: true }).click();
  });

  await test.step("without the values of its parameters a query is refused at the field, and runs with them", async () => {
    const mark = await sandbox.now();
    const saved = panel(page).getByRole("list", { name: "Saved queries: Payments" });
    const level = saved.getByRole("textbox", { name: /^level/ });
    await saved.getByRole("button", { name: "Run query", exact: true }).click();
    await expect(saved.getByText("Enter a value.")).toBeVisible();
    await expect(level).toBeFocused();
    expect(await started(sandbox, role, mark)).toBe(0);
    await level.fill('error" or 1 = 1 #');
    await saved.getByRole("button", { name: "Run query", exact: true }).click();
    await expect(page.getByText(/^Complete in/)).toBeVisible();
    await expect(rows(page)).toHaveCount(0);
    await level.fill("error");
    await level.press("Enter");
    await expect.poll(() => rows(page).count()).toBeGreaterThan(1);
  });

  await test.step("the history has each run; Esc closes the panel and returns the focus", async () => {
    await panel(page).getByRole("button", { name: "History", exact: true }).click();
    const today = panel(page).getByRole("region", { name: "Queries of Today" });
    await expect(today.getByRole("listitem")).toHaveCount(2);
    await expect(today.getByRole("listitem").first()).toContainText('filter level = "error"');
    await expect(today.getByRole("heading")).toContainText("2 queries");
    const result = await today
      .getByRole("link", { name: /open result of/ })
      .first()
      .getAttribute("href");
    expect(result).toMatch(new RegExp(`^${pathname}\\?result=[0-9a-f-]{36}$`));
    await today
      .getByRole("button", { name: /^Run again/ })
      .first()
      .click();
    await expect(today.getByRole("listitem")).toHaveCount(3);
    await panel(page).getByRole("searchbox", { name: "Find query" }).fill("or 1 = 1");
    await expect(today.getByRole("listitem")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(today.getByRole("listitem")).toHaveCount(3);
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await expect(button(page, "Saved and history")).toBeFocused();
  });

  await test.step("a colleague sees the shared query and can't change it; the history is the owner's own", async () => {
    const colleague = await as(customer.member, `${portalUrl}${pathname}`);
    await expect(editor(colleague)).toBeVisible();
    await openPanel(colleague);
    await panel(colleague)
      .getByRole("button", { name: /^Events of a level/ })
      .click();
    await expect(panel(colleague).getByRole("button", { name: "Open", exact: true })).toBeVisible();
    await expect(panel(colleague).getByRole("button", { name: /^(Change|Remove) saved query/ })).toHaveCount(0);
    await panel(colleague).getByRole("button", { name: "History", exact: true }).click();
    await expect(panel(colleague).getByText(/^No queries in the last 30 days/)).toBeVisible();
  });

  await test.step("a link to a long query shows it to a colleague, runs nothing, and names log groups that can't be queried", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const long = `fields @message\n| filter status != 1${Array.from({ length: 200 }, (_, n) => ` and status != ${n + 1000}`).join("")}\n| limit 3`;
    await run(page, long);
    await expect(page.getByText(/^Complete in/)).toBeVisible();
    await button(page, "Share").click();
    await page.getByRole("button", { name: /^Link to this query/ }).click();
    await expect(page.getByText("Link copied")).toBeVisible();
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(link.href.length).toBeLessThan(2000);
    expect(link.search).not.toContain("status");
    link.searchParams.set("groups", `${API}*/app/gone`);
    const mark = await sandbox.now();
    const colleague = await as(customer.member, link.href);
    await expect(editor(colleague)).toContainText("status != 1199");
    await expect(colleague.getByRole("alert").filter({ hasText: "/app/gone no longer exists" })).toBeVisible();
    await colleague.getByRole("button", { name: "Remove from query", exact: true }).click();
    await expect(colleague.getByRole("alert").filter({ hasText: "/app/gone" })).toHaveCount(0);
    expect(await started(sandbox, role, mark)).toBe(0);
    await button(colleague, "Run query").click();
    await expect(colleague.getByText(/^Complete in/)).toBeVisible();
  });

  await test.step("values stay when the page is loaded again, and are forgotten when another person signs in", async () => {
    const values = () => page.evaluate(() => Object.entries(sessionStorage).filter(([key]) => key.startsWith("sallyport.session.")));
    await page.reload();
    await expect(editor(page)).toBeVisible();
    expect(JSON.stringify(await values())).toContain("error");
    const stranger = await as(customer.member);
    await stranger.evaluate(() => sessionStorage.setItem("sallyport.session.parameters.c", "[]"));
    await stranger.context().clearCookies();
    await stranger.goto(`${portalUrl}/sign-in`);
    await expect(stranger.getByRole("button", { name: "Continue with single sign-on" })).toBeEnabled();
    await expect.poll(() => stranger.evaluate(() => sessionStorage.length)).toBe(0);
  });

  await test.step("the author removes the query, and brings it back", async () => {
    await openPanel(page);
    await panel(page)
      .getByRole("button", { name: /^Events of a level/ })
      .click();
    await button(page, "Remove saved query: Events of a level").click();
    await expect(panel(page).getByText("Removed “Events of a level”.")).toBeVisible();
    await button(page, "Undo").click();
    await expect(panel(page).getByRole("list", { name: "Saved queries: Payments" })).toContainText("Events of a level");
  });
});

test("a counted field of the log page leads to the query page with the query written, and a signed-out reader of a link keeps it", async ({
  as,
  customer,
  sandbox,
  portalUrl,
  browser,
}) => {
  const page = await as(customer.owner, null);
  const reading = await queryPage(page, sandbox, portalUrl);
  await reading.searchFor({ group: API, q: "error", range: "180m" });
  await page.getByRole("link", { name: "Chart this field over time: status", exact: true }).click();
  await expect(editor(page)).toContainText('filter @message like "error"');
  await expect(editor(page)).toContainText("stats count(*) as events by bin(5m), status");
  await expect(page.getByRole("checkbox", { name: API, exact: true })).toBeChecked();
  await expect(page.getByText(/^Complete in/)).toHaveCount(0);
  const link = page.url();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await signIn(stranger, undefined, customer.owner);
  await expect(editor(stranger)).toContainText("stats count(*) as events by bin(5m), status");
  await stranger.context().close();

  await test.step("signed in with an emailed link, which opens in another tab, they keep it too; another browser says what is missing", async () => {
    const contexts = [await browser.newContext(), await browser.newContext()] as const;
    const [asked, elsewhere] = [await contexts[0].newPage(), await contexts[1].newPage()];
    for (const [n, opened] of [await contexts[0].newPage(), elsewhere].entries()) {
      await asked.goto(link);
      await asked.getByRole("textbox", { name: "Email", exact: true }).fill(customer.member);
      await button(asked, "Email me a link").click();
      await expect(asked.getByRole("heading", { name: "Check your email", exact: true })).toBeVisible();
      await opened.goto(await mailedLink(sandbox, customer.member, "/sign-in/confirm", n + 1));
      await opened.getByRole("button", { name: /^Sign in/ }).click();
      if (n === 0) await expect(editor(opened)).toContainText("stats count(*) as events by bin(5m), status");
      else await expect(opened.getByText(/The query in this link was lost because you signed in with another browser/)).toBeVisible();
      expect(await asked.evaluate(() => localStorage.getItem("sallyport.fragment") === null)).toBe(n === 0);
      if (n === 0) await contexts[0].clearCookies();
    }
    for (const context of contexts) await context.close();
  });
});
