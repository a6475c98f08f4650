import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, setDark, test } from "./screen-test.ts";

test("verification reports and the session history", async ({ look, check, customer, sandbox, portalUrl }) => {
  const page = await look(customer.owner, `${portalUrl}/security`);
  await expect(page.getByText("No role sessions yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Download/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Connect an AWS account", exact: true })).toBeVisible();
  await check(page, "security-empty");

  const role = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${role.connectionId}/logs`);
  await expect(page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link").first()).toBeVisible();
  await page.goto(`${portalUrl}/security`);
  await expect(page.getByRole("table", { name: "Role sessions", exact: true }).getByRole("row")).toHaveCount(3);
  await check(page, "security");
  await page
    .getByRole("button", { name: /^Find: First verification/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page, "security-cloudtrail");
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();

  await page.getByRole("link", { name: /^2 allowed, 5 denied/ }).click();
  await expect(page.getByRole("heading", { name: "Verification report", exact: true })).toBeVisible();
  await check(page, "report");

  await setDark(page, true);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("link", { name: "Connections", exact: true })).toBeHidden();
  await expect(page.getByRole("link", { name: "Download report", exact: true })).toBeHidden();
  // Print uses dark text in both themes, because paper is light.
  expect(await page.getByRole("table", { name: "Probes", exact: true }).evaluate((table) => getComputedStyle(table).color)).toBe(
    "rgb(15, 20, 26)",
  );
  const folder = process.env["E2E_SCREENSHOTS"];
  if (folder) await page.pdf({ path: `${folder}/report.pdf`, format: "A4" });
});
