import type { Page } from "playwright/test";
import { ageQueries } from "#e2e/support/fake-clock.ts";
import { pageAs } from "#e2e/support/portal-test.ts";
import { complete, settledRows, shownOf, stored, TEXT } from "./cross-steps.ts";
import { connections, expect, test } from "./cross-test.ts";
import { API, editor, rows, run } from "./query-steps.ts";

const results = (page: Page) => new URL(page.url()).searchParams.get("results") ?? "";

test("the merged result is on the page again after a reload, a visit to another page and from a colleague's link; nothing is run", async ({
  cross: page,
  browser,
  portalUrl,
  three: { member, visitors, roles },
  sandbox,
}) => {
  const shown = await shownOf(page);
  const mark = await sandbox.now();
  const isShown = async (on: Page) => {
    await expect(stored(on)).toBeVisible();
    await expect(complete(on, 2)).toBeVisible();
    await expect.poll(() => rows(on).allTextContents()).toEqual(shown);
    await expect(editor(on)).toContainText("avg(ms) as mean");
  };
  await page.reload();
  await isShown(page);
  // A link of the page itself, and one that the browser follows without loading a new page.
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await expect(page).toHaveURL(/\/logs\?/);
  await page.goBack();
  await isShown(page);
  await connections(page)
    .getByRole("link", { name: /^Add queries/ })
    .click();
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}\/query/);
  await page.goBack();
  await isShown(page);
  const colleague = await pageAs(browser, visitors.get(member), portalUrl);
  await colleague.goto(page.url());
  await isShown(colleague);
  // As sign-in by email returns in another browser, which doesn't have the query of the link. The portal has that of a result.
  const signedIn = await colleague.context().newPage();
  const withoutQuery = new URL(page.url());
  withoutQuery.hash = "";
  withoutQuery.searchParams.set("fragment", "awaited");
  await signedIn.goto(withoutQuery.href);
  await isShown(signedIn);
  await expect(editor(signedIn)).not.toContainText("portal_");
  await expect(signedIn.getByText(/^The query in this link was lost/)).toHaveCount(0);
  await signedIn.close();
  for (const role of roles) expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);
  // A change of the query is another query, which has no result yet.
  await editor(colleague).fill("stats count(*)");
  await expect.poll(() => results(colleague)).toBe("");
  await run(colleague, TEXT);
  await expect(complete(colleague, 2)).toBeVisible();
  await expect(stored(colleague)).toHaveCount(0);
  await colleague.context().close();
});

test("after a page that the browser opened without loading it, a result that was run is on the page again", async ({ cross: page }) => {
  const shown = await shownOf(page);
  await connections(page)
    .getByRole("link", { name: /^Add queries/ })
    .click();
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}\/query/);
  await page.goBack();
  await expect(complete(page, 2)).toBeVisible();
  await expect.poll(() => rows(page).allTextContents()).toEqual(shown);
});

test("the key that stops queries leaves the results of a link that are still read as they are", async ({ cross: page }) => {
  const shown = await shownOf(page);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/query/result", async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(connections(page).getByText("Reading the result from AWS")).toHaveCount(2);
  await editor(page).press("Control+.");
  release();
  await expect(stored(page)).toBeVisible();
  await expect.poll(() => rows(page).allTextContents()).toEqual(shown);
  await page.unroute("**/query/result");
});

test("a result that AWS has deleted is named at its connection, and the others are still shown", async ({
  cross: page,
  three: { roles },
}) => {
  await shownOf(page);
  const [first] = roles;
  await ageQueries(first.connectionId, "7 days 1 s");
  await page.reload();
  await expect(connections(page).getByText("AWS no longer has this result, because it keeps results for 7 days")).toBeVisible();
  await expect(complete(page, 1)).toBeVisible();
  await expect(rows(page).nth(1)).toBeVisible();
});

test("a link opens nothing that this person may not read, whatever it names", async ({
  cross: page,
  portalUrl,
  queried,
  three: { roles, same },
  sandbox,
}) => {
  await shownOf(page);
  const [first, second] = roles;
  const ids = new Map(
    results(page)
      .split("*")
      .map((part) => part.split("~") as [string, string]),
  );
  const url = new URL(page.url());
  const open = async (word: string) => {
    url.searchParams.set("results", word);
    await page.goto(`${portalUrl}/icon.svg`);
    await page.goto(url.href);
  };
  const mark = await sandbox.now();
  // The query of one connection under the name of another, of another customer, and of one that does not exist.
  await open(`${first.connectionId}~${ids.get(second.connectionId)}*${second.connectionId}~01890a5d-ac96-774b-bcce-b302099a8057`);
  await expect(connections(page).getByText("Result not found")).toHaveCount(2);
  await open(`${queried.role.connectionId}~${ids.get(first.connectionId)}*${same}~01890a5d-ac96-774b-bcce-b302099a8058`);
  await expect(connections(page).getByText("The link has no result of this connection")).toHaveCount(2);
  const [part = ""] = results(page).split("*");
  for (const word of [
    "nonsense",
    `${part}*${part}`,
    Array.from({ length: 51 }, (_, n) => `${first.connectionId}~01890a5d-ac96-774b-bcce-b3020${String(n).padStart(7, "0")}`).join("*"),
  ]) {
    await open(word);
    await expect(page.getByText("Result not found", { exact: true })).toBeVisible();
    await expect(rows(page)).toHaveCount(0);
  }
  await page.goto(
    `${portalUrl}/logs/query?${new URLSearchParams({ results: `${queried.role.connectionId}~${ids.get(first.connectionId)}` })}`,
  );
  await expect(page.getByText("Result not found", { exact: true })).toBeVisible();
  for (const role of [first, second])
    expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => /^(StartQuery|GetQueryResults)$/.test(action))).toEqual([]);
});

test("going back from a range that was chosen in the chart of several connections shows the rows of the earlier range, and runs nothing", async ({
  cross: page,
  portalUrl,
  three: { roles },
  sandbox,
}) => {
  const places = roles.map(({ connectionId }) => `${connectionId}~eu-central-1~${API}`).join("*");
  await page.goto(`${portalUrl}/logs/query?${new URLSearchParams({ places, range: "60m" })}`);
  await run(page, "stats count(*) as events by bin(5m)");
  await expect(page.getByText("Complete in all 2 connections", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/range=60m.*[?&]results=/);
  const shown = await settledRows(page);
  const bins = page.getByRole("group", { name: "Bins of the chart", exact: true });
  // The second time with a text that was typed and not run: the rows are still those of the query before.
  for (const typed of [null, "stats max(ms) as typed"]) {
    if (typed !== null) await editor(page).fill(typed);
    await bins.focus();
    for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("dialog", { name: / to / }).getByRole("button", { name: "Run over this range", exact: true }).click();
    await expect(rows(page)).toHaveCount(3);
    await expect(page.getByText("Complete in all 2 connections", { exact: true })).toBeVisible();
    await expect(page).toHaveURL(typed === null ? /range=\d+-\d+.*[?&]results=/ : /range=\d+-\d+.*#/);
    const mark = await sandbox.now();
    await page.goBack();
    await expect(stored(page)).toBeVisible();
    await expect.poll(() => rows(page).allTextContents()).toEqual(shown);
    await expect(editor(page)).toContainText("as events by bin(5m)");
    await expect(page.getByRole("button", { name: /^Time range/ })).toContainText("Last hour");
    for (const role of roles)
      expect((await sandbox.callsOfSessions(role, mark)).filter(({ action }) => action === "StartQuery")).toEqual([]);
  }
});
