import { connectRole } from "#e2e/support/connect-role.ts";
import { editor, openQueryPage, run } from "./query-steps.ts";
import { expect, test } from "./query-test.ts";

test("without queries in the role, a member reads how an owner adds them; the owner updates the stack and queries", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const role = await connectRole(page, sandbox);
  const query = `${portalUrl}/connections/${role.connectionId}/query`;
  const member = await as(customer.member, query);
  await expect(member.getByRole("heading", { name: "Queries require Query log access", exact: true })).toBeVisible();
  await expect(member.getByRole("button", { name: "Set log access to Query", exact: true })).toHaveCount(0);
  await expect(member.getByText(/Only owners can make changes here/)).toBeVisible();
  await page.goto(query);
  await expect(page.getByRole("table", { name: "Log access", exact: true })).toContainText("AWS bills you for the data that a query scans");
  await expect(page.getByRole("region", { name: "Permissions policy with queries", exact: true })).toContainText("logs:StartQuery");
  await expect(page.getByRole("link", { name: /^Open the stack in AWS/ })).toHaveAttribute("href", /cloudformation/);
  await sandbox.updateStack(role.link, role.accountId, { LogAccess: "Query" });
  await page.getByRole("button", { name: "Set log access to Query", exact: true }).click();
  await expect(editor(page)).toBeVisible();
  await openQueryPage(page, portalUrl, role);
  await run(page, "stats count(*) as requests");
  await expect(page.getByText(/^Complete in/)).toBeVisible();
});

test("what the Infrequent Access class does not run is said when the log group is chosen, and a mix of classes is refused", async ({
  query: { page },
}) => {
  const find = page.getByRole("searchbox", { name: "Find log group", exact: true });
  await find.fill("warehouse");
  await page.getByRole("checkbox", { name: "/app/warehouse/archive", exact: true }).check();
  await expect(page.getByText(/can’t read log groups of the Standard class together with those of another class/)).toBeVisible();
  await find.fill("");
  // Not chosen any more, it is on a page of the list that is not loaded.
  await page.getByRole("checkbox", { name: "/app/payments/api", exact: true }).click();
  await expect(page.getByText(/Infrequent Access class: AWS doesn’t run the commands pattern, diff/)).toBeVisible();
  await run(page, "fields @message | pattern @message");
  await expect(page.getByText(/doesn’t run the command pattern/)).toBeVisible();
});
