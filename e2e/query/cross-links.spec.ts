import { pageAs } from "#e2e/support/portal-test.ts";
import { shownOf, stored } from "./cross-steps.ts";
import { expect, test } from "./cross-test.ts";
import { editor, rows } from "./query-steps.ts";

test("a page that something on the way made for another URL is not loaded again and again", async ({ cross: page }) => {
  const opened = page.url();
  let times = 0;
  // A proxy that drops a parameter.
  await page.route("**/logs/query?*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    times += 1;
    const url = new URL(route.request().url());
    url.searchParams.delete("range");
    await route.fulfill({ response: await route.fetch({ url: url.href }) });
  });
  await page.goto(`${new URL(opened).origin}/icon.svg`);
  await page.goto(opened);
  // The URL follows what is typed, which is later than when a page of another URL is loaded again.
  await editor(page).fill("stats count(*) as typed");
  await expect(page).toHaveURL(/#query=.*typed/);
  expect(times).toBe(1);
});

test("links to the merged result and to its query can be copied; a colleague sees the rows or the query, and nothing is run", async ({
  cross: page,
  browser,
  three: { member, visitors, roles },
  portalUrl,
  sandbox,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copy = async (name: RegExp) => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name }).click();
    await expect(page.getByText("Link copied", { exact: true })).toBeVisible();
    await page.keyboard.press("Escape");
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Link to this result/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  const shown = await shownOf(page);
  const mark = await sandbox.now();
  const colleague = await pageAs(browser, visitors.get(member), portalUrl);
  // What is typed after a run is in the link to the query, and not in the one to the result.
  await editor(page).fill("stats max(ms) as slowest");
  await colleague.goto(await copy(/^Link to this query/));
  await expect(editor(colleague)).toContainText("stats max(ms) as slowest");
  await expect(colleague.getByText("Log groups: 3 chosen").or(colleague.getByText("3 connections · 3 log groups"))).toBeVisible();
  await expect(rows(colleague)).toHaveCount(0);
  await colleague.goto(await copy(/^Link to this result/));
  await expect(stored(colleague)).toBeVisible();
  await expect.poll(() => rows(colleague).allTextContents()).toEqual(shown);
  await expect(editor(colleague)).toContainText("avg(ms) as mean");
  for (const role of roles) expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);
  await colleague.context().close();
});
