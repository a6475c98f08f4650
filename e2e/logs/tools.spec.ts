import { Reading } from "./reading.ts";
import { expect, test } from "./reading-test.ts";

const API = "/app/payments/api";

test("an invalid pattern keeps the rows, and the field explains the error", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const first = await reading.rows.first().textContent();
  await reading.search.fill("{ $.level = ");
  await expect(page.getByText("Missing } at the end of the JSON pattern.")).toBeVisible();
  await reading.search.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Invalid filter pattern" })).toBeVisible();
  await expect(reading.rows.first()).toHaveText(first ?? "");
  await reading.search.fill('{ $.level = "error" }');
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/q=.*error/);
  await expect(page.getByRole("alert").filter({ hasText: "Invalid filter pattern" })).toHaveCount(0);
  await expect(reading.search).not.toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await page.getByRole("button", { name: "Back to search", exact: true }).click();
  await reading.searched();
  await expect(reading.rows.first()).toContainText("error");
});

test("colleagues can open a saved search but not remove it", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await reading.searchFor({ group: API, q: '{ $.level = "error" }', range: "180m" });
  await page.getByRole("button", { name: "Saved searches", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Saved searches", exact: true });
  await dialog.getByRole("button", { name: "Save search", exact: true }).click();
  await expect(dialog.getByText("Enter a name for the search.")).toBeVisible();
  await dialog.getByRole("textbox").fill("Errors of payments");
  await test.step("if the portal does not respond, the dialog says so and keeps the name", async () => {
    await page.context().setOffline(true);
    await dialog.getByRole("button", { name: "Save search", exact: true }).click();
    await expect(dialog.getByText("The portal did not respond")).toBeVisible();
    await expect(dialog.getByRole("textbox")).toHaveValue("Errors of payments");
    await page.context().setOffline(false);
  });
  await dialog.getByRole("button", { name: "Save search", exact: true }).click();
  await expect(dialog.getByRole("link", { name: "Errors of payments", exact: true })).toBeVisible();

  const colleague = await as(customer.member, reading.address({}));
  await colleague.getByRole("button", { name: "Saved searches", exact: true }).click();
  const theirs = colleague.getByRole("dialog", { name: "Saved searches", exact: true });
  await expect(theirs.getByRole("button", { name: /^Remove saved search/ })).toHaveCount(0);
  await theirs.getByRole("link", { name: "Errors of payments", exact: true }).click();
  await expect(theirs).toBeHidden();
  await expect(colleague).toHaveURL(/range=180m/);
  await expect(colleague.getByRole("searchbox", { name: "Search", exact: true })).toHaveValue('{ $.level = "error" }');

  await dialog.getByRole("button", { name: "Remove saved search: Errors of payments", exact: true }).click();
  await expect(dialog.getByText("No saved searches.")).toBeVisible();
  await dialog.getByRole("button", { name: "Undo", exact: true }).click();
  await dialog.getByRole("link", { name: "Errors of payments", exact: true }).click();
  await expect(reading.search).toHaveValue('{ $.level = "error" }');
});

test("several saved searches can be removed quickly one after another, each once", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await reading.searchFor({ group: API });
  await reading.search.fill("typed");
  await page.getByRole("button", { name: "Saved searches", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Saved searches", exact: true });
  const save = async (name: string) => {
    await dialog.getByRole("textbox").fill(name);
    await dialog.getByRole("button", { name: "Save search", exact: true }).click();
    await expect(dialog.getByRole("link", { name, exact: true })).toBeVisible();
  };
  await save("First");
  await save("Second");
  await dialog.getByRole("button", { name: /^Remove saved search/ }).evaluateAll((all) => {
    for (const button of all) for (let click = 0; click < 2; click++) (button as HTMLElement).click();
  });
  await expect(dialog.getByText("No saved searches.")).toBeVisible();
  // This request is answered after all earlier ones.
  await save("Third");
  await expect(dialog.getByRole("link")).toHaveCount(1);
  await expect(dialog.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);

  await dialog.getByRole("link", { name: "Third", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(reading.search).toHaveValue("");
});

test("favorites belong to one person and are stored; recent log groups are listed", async ({ as, customer, sandbox, portalUrl }) => {
  const reading = await Reading.begin(as, customer, sandbox, portalUrl);
  const { page } = reading;
  await reading.open({ group: API });
  const star = page.getByRole("button", { name: `Favorite: ${API}`, exact: true });
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("link", { name: "/app/checkout/web", exact: true }).click();
  await expect(page).toHaveURL(/checkout/);
  await page.reload();
  await page.getByRole("list", { name: "Favorites: log groups" }).getByRole("button", { name: API, exact: true }).click();
  await expect(page).toHaveURL(/group=%2Fapp%2Fpayments%2Fapi/);
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(
    page.getByRole("list", { name: "Recent: log groups" }).getByRole("button", { name: "/app/checkout/web", exact: true }),
  ).toBeVisible();

  // A favorite that could not be stored is reset without affecting others that were set at the same time.
  await page.route("**/connections/*/logs*", (route) => {
    const body = route.request().postData();
    if (!body?.includes('"favorite":true') || !body.includes("/app/fleet/service-01")) return route.continue();
    return route.continue({ postData: body.replace("/app/fleet/service-01", "no log group") });
  });
  const fleet = (n: number) => page.getByRole("button", { name: `Favorite: /app/fleet/service-0${n}`, exact: true });
  await page.getByRole("button", { name: /^Favorite: .app.fleet.service-0[12]$/ }).evaluateAll((both) => {
    for (const each of both) (each as HTMLElement).click();
  });
  await expect(page.getByText("This isn’t a valid log group name. Choose a log group from the list.")).toBeVisible();
  await expect(fleet(1)).toHaveAttribute("aria-pressed", "false");
  await expect(fleet(2)).toHaveAttribute("aria-pressed", "true");
  await page.unrouteAll();
  const colleague = await as(customer.member, reading.address({ group: API }));
  await expect(colleague.getByRole("table", { name: "Log groups", exact: true }).getByRole("link").first()).toBeVisible();
  await expect(colleague.getByRole("list", { name: "Favorites: log groups" })).toBeHidden();
});

test("the actions of a field are visible in an open event without hovering", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, q: "{ $.ms > 0 }" });
  await reading.rows.first().click();
  await page.mouse.move(0, 0);
  for (const name of ["Only this: level", "Not this: level", "Add column: level", "Only this: ms"]) {
    const button = page.getByRole("button", { name, exact: true });
    await expect(button).toBeVisible();
    await expect(button.locator("xpath=..")).toHaveCSS("opacity", "1");
  }
});

test("a nested field can be added as a column, which the URL contains, and used as a filter", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: "/app/checkout/web", q: "{ $.cart.items > 0 }" });
  await reading.rows.first().click();
  const field = page.getByRole("button", { name: "Add column: cart.items", exact: true });
  await field.focus();
  await field.click();
  const remove = page.getByRole("button", { name: "Remove column: cart.items", exact: true }).first();
  await expect(remove).toBeVisible();
  await expect(page).toHaveURL(/columns=%2Fcart%2Fitems/);
  await page.reload();
  await reading.searched();
  await expect(remove).toBeVisible();
  await remove.click();
  await expect(page).not.toHaveURL(/columns/);
  await reading.rows.first().click();
  const only = page.getByRole("button", { name: "Only this: cart.items", exact: true });
  await only.focus();
  await only.click();
  await expect(reading.search).toHaveValue(/^\{ \$\.cart\.items > 0 && \$\.cart\.items = \d+ \}$/);
});

test("similar loaded events are grouped into patterns, and a pattern can be searched for", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API, range: "180m" });
  await page.getByRole("button", { name: "Patterns", exact: true }).click();
  const patterns = page.getByRole("region", { name: "Patterns", exact: true });
  await expect(patterns.getByText(/\d+ patterns in [\d,]+ loaded events/)).toBeVisible();
  const first = patterns.getByRole("listitem").first();
  await first.getByRole("button", { name: /^Only this/ }).click();
  await expect(reading.search).not.toHaveValue("");
  await reading.searched();
  await expect(reading.rows.first()).toBeVisible();
});

test("compact rows are remembered", async ({ reading }) => {
  const { page } = reading;
  await reading.searchFor({ group: API });
  const height = async () => (await reading.rows.first().boundingBox())?.height ?? 0;
  const before = await height();
  await page.getByRole("button", { name: "Compact", exact: true }).click();
  await expect.poll(height).toBeLessThan(before);
  await page.reload();
  await expect(page.getByRole("button", { name: "Compact", exact: true })).toHaveAttribute("aria-pressed", "true");
});
