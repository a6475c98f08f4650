import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

/** These tests change the sandbox for every customer, so they run one after another when no other test does, and each restores it. */
test.describe.configure({ mode: "serial" });

test.afterEach(async ({ sandbox }) => {
  await sandbox.propagation(0);
  await sandbox.identityPolicy();
});

test("the page waits visibly for a new role, which then connects without another click", async ({ as, customer, sandbox }) => {
  test.slow();
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await sandbox.propagation(5_000);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Waiting for AWS/);
  // The field is empty after a reload. A click on Verify then shows an error, and the page continues to wait.
  await page.reload();
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await connect.fieldError(/^Enter the role ARN/);
  await expect(connect.result).toHaveText(/^Connected/);
});

test("if the partner's own policy requires an External ID, no role is verified as secure", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  const requiresAnId = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition: { Null: { "sts:ExternalId": "false" } } };
  await sandbox.identityPolicy({ Version: "2012-10-17", Statement: [requiresAnId] });
  await sandbox.setTrustPolicy(role, {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
  });
  await connect.verify(role.arn);
  await expect(connect.result).not.toHaveText(/^(Connected|Waiting)/);
  await expect(connect.result).toHaveText(/^(Inconclusive|Not secure)/);
});
