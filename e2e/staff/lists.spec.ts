import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { openAudit, searchList } from "./customer-page.ts";

const rowsOf = (page: Page) => page.getByRole("table", { name: "Connections", exact: true }).getByRole("row");

test("staff find a connection by its External ID, filter and page in the address, and come back with Back", async ({
  as,
  customer,
  portalUrl,
}) => {
  const connect = await ConnectPage.open(await as(customer.owner));
  const externalId = await connect.externalId();
  const page = await as("support@partner.example", `${portalUrl}/admin/connections`);
  await searchList(page, "Find connections", externalId.slice(0, -1));
  await expect(page.getByText("No connections match these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await searchList(page, "Find connections", externalId);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).last()).toContainText(customer.name);
  await expect(rowsOf(page).last()).toContainText("Customer · Submit role ARN");

  await test.step("the values of a filter have the number of connections that they would show", async () => {
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(customer.name)}`);
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    const filters = page.getByRole("region", { name: "Filters", exact: true });
    await expect(filters.getByRole("checkbox", { name: "Connected, 0", exact: true })).toBeVisible();
    await filters.getByRole("checkbox", { name: "Draft, 1", exact: true }).check();
    await expect(page).toHaveURL(/status=draft/);
    await expect(rowsOf(page)).toHaveCount(2);
    await filters.getByRole("checkbox", { name: "Draft, 1", exact: true }).uncheck();
    await filters.getByRole("checkbox", { name: "Quarantined, 0", exact: true }).check();
    await expect(page.getByText("No connections match these filters")).toBeVisible();
    await page.goBack();
    await expect(rowsOf(page)).toHaveCount(2);
  });

  await test.step("the second word of the customer's name finds it too, and a part of the word does not", async () => {
    const word = customer.name.split(" ")[1] ?? "";
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(word.toUpperCase())}`);
    await expect(rowsOf(page)).toHaveCount(2);
    await expect(rowsOf(page).last()).toContainText(customer.name);
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(word.slice(1))}`);
    await expect(page.getByText("Other text is compared with the beginning of the first four words of a name.")).toBeVisible();
  });

  await test.step("a search for the word of an event finds no event, and offers the filter", async () => {
    await page.goto(`${portalUrl}/admin/audit`);
    await searchList(page, "Find events", "suspend");
    await page.getByRole("button", { name: "Event: Customer suspended", exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/audit\?event=customer\.suspended$/);
  });

  await test.step("a part of the address that is not known is named and has no effect", async () => {
    await page.goto(`${portalUrl}/admin/connections?q=${encodeURIComponent(customer.name)}&status=lost`);
    await expect(page.getByText("1 unknown filter in this URL was ignored: status=lost.")).toBeVisible();
    await expect(rowsOf(page)).toHaveCount(2);
  });
});

test("an export has what the list shows, without External ID or ARN, and is in the audit log", async ({ as, customer, portalUrl }) => {
  const connect = await ConnectPage.open(await as(customer.owner));
  const externalId = await connect.externalId();
  const page = await as("support@partner.example", `${portalUrl}/admin/connections?q=${encodeURIComponent(customer.name)}`);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "CSV", exact: true }).click()]);
  expect(download.suggestedFilename()).toMatch(/^connections-.*\.csv$/);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"${customer.name}"`);
  expect(lines.join("\n")).not.toMatch(/arn:|AROA/);
  expect(lines.join("\n")).not.toContain(externalId);
  await page.goto(`${portalUrl}/admin/audit?event=list.exported&customer=partner`);
  const rows = page.getByRole("table", { name: "Audit events", exact: true }).getByRole("row");
  await expect(rows.filter({ hasText: "support@partner.example" }).filter({ hasText: "connections, csv" }).first()).toBeVisible();
});

test("an operator verifies the audit chain of one customer, and the page says when it was verified", async ({
  as,
  customer,
  portalUrl,
}) => {
  const page = await as("operator@partner.example", null);
  await openAudit(page, portalUrl, customer.name);
  await expect(
    page.getByText(
      "No person has verified this chain yet. The portal verifies all chains, a part each minute, and raises an alert if one is broken.",
    ),
  ).toBeVisible();
  await page.getByRole("button", { name: "Verify chain", exact: true }).click();
  await expect(
    page.getByText(/^Chain verified just now by operator@partner\.example: events? 1( to [0-9,]+ are| is) unchanged$/),
  ).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Chain verified .* by operator@partner\.example: events? 1( to [0-9,]+ are| is) unchanged$/)).toBeVisible();
  const events = page.getByRole("table", { name: "Audit events", exact: true });
  await expect(events).toContainText("Audit chain verified");
  await page.getByRole("link", { name: "Events of the partner about this customer", exact: true }).click();
  await expect(page).toHaveURL(/customer=partner&q=/);
  await expect(events).not.toContainText("Audit chain verified");
});

test("an email address in the audit log breaks only after @ and dots", async ({ as, customer, portalUrl }) => {
  const page = await as("operator@partner.example", null);
  await page.setViewportSize({ width: 1280, height: 800 });
  const rows = await openAudit(page, portalUrl, customer.name);
  await expect(rows.filter({ hasText: customer.owner }).first()).toBeVisible();
  const breaks = await rows.getByText("@").evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const found: string[] = [];
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      let [before, top] = ["", Number.NaN];
      while (texts.nextNode() !== null) {
        const node = texts.currentNode;
        for (const [n, character] of [...(node.textContent ?? "")].entries()) {
          const range = document.createRange();
          range.setStart(node, n);
          range.setEnd(node, n + 1);
          const now = range.getBoundingClientRect().top;
          if (now > top && !/[@.\s-]/.test(before)) found.push(`${before}|${character}`);
          [before, top] = [character, now];
        }
      }
      return found;
    }),
  );
  expect(breaks).toEqual([]);
});

test("the overview has every part, and a part without data has a dash and not a zero", async ({ as }) => {
  const page = await as("support@partner.example");
  for (const name of [
    "Connections by status",
    "Verifications per hour",
    "Open alerts",
    "Verification age",
    "Invitation to first connection",
    "Capacity and health",
  ])
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
  await expect(page.getByText("couldn’t be loaded")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Capacity and health", exact: true })).toContainText(/[0-9]+ active, last seen/);
});
