import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

/** This test changes the sandbox for every customer, so it runs when no other test does, and restores the sandbox. */
test.afterEach(({ sandbox }) => sandbox.identityPolicy());

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
