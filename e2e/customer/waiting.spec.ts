import { watchPage } from "#e2e/support/pages.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

/** These change what the whole sandbox does, so they run one after the other, each leaving it as it was. */
test.describe.configure({ mode: "serial" });

test.afterEach(async ({ sandbox }) => {
  await sandbox.clearFaults();
  await sandbox.propagation(0);
  await sandbox.identityPolicy();
});

test("throttling on one negative is Not proven, never Connected, and the next try connects", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await sandbox.fault({
    service: "sts",
    fault: "throttle",
    match: { action: "AssumeRole", roleArn: role.arn, externalId: "none" },
    times: 1,
  });
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Inconclusive/);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
});

test("a just-created role is waited for, in sight, and connects by itself", async ({ as, customer, sandbox }) => {
  test.slow();
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await sandbox.propagation(5_000);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Waiting for AWS/);
  // The field is empty after a reload, and pressing Verify is no reason to stop listening.
  await page.reload();
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await connect.fieldError(/^Paste the ARN of the role/);
  await expect(connect.result).toHaveText(/^Connected/, { timeout: 60_000 });
});

test("a page reloaded while it waits says first what the server said, whatever the browser's clock", async ({ as, customer }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await connect.verify("arn:aws:iam::222222222222:role/sallyport/nobody-made-this");
  await expect(connect.result).toHaveText(/^Waiting for AWS/);
  await page.clock.install({ time: Date.now() + 7_000 });
  const complaints = watchPage(page);
  // While a try is on its way the server draws its probes instead.
  await expect(async () => expect(await (await page.reload())?.text()).toContain("so far, refused by AWS")).toPass();
  // The browser takes the page over, and a second later draws it anew: by then it has complained if it found another text.
  const waited = page.getByText(/tr(y|ies) so far, refused by AWS/);
  for (let change = 0; change < 2; change += 1) await expect(waited).not.toHaveText((await waited.textContent()) ?? "");
  expect(complaints).toEqual([]);
});

test("when our own principal cannot go without an ID, nobody is verified", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  const demandsAnId = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition: { Null: { "sts:ExternalId": "false" } } };
  await sandbox.identityPolicy({ Version: "2012-10-17", Statement: [demandsAnId] });
  await sandbox.setTrustPolicy(role, {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
  });
  await connect.verify(role.arn);
  await expect(connect.result).not.toHaveText(/^(Connected|Waiting)/);
  await expect(connect.result).toHaveText(/^(Inconclusive|Not secure)/);
});
