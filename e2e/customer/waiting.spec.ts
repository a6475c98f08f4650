import { watchPage } from "#e2e/support/pages.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

/** The page also says that it waits for AWS before the portal has begun the verification, and a reload at that moment would cancel it. */
const WAITING = /^Waiting for AWS: the portal can’t assume the role yet/;

test("one throttled probe makes the result inconclusive, and the next verification connects", async ({ as, customer, sandbox }) => {
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

test("after a reload while waiting, the browser first renders the same text as the server, whatever its clock says", async ({
  as,
  customer,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  await connect.verify("arn:aws:iam::222222222222:role/sallyport/not-created-yet");
  await expect(connect.result).toHaveText(WAITING);
  await page.clock.install({ time: Date.now() + 7_000 });
  const problems = watchPage(page);
  // During an attempt the server renders the probes instead.
  await expect(async () => expect(await (await page.reload())?.text()).toContain("denied by AWS so far")).toPass();
  // After hydration the text changes every second. By then React has reported any difference from the text of the server.
  const waited = page.getByText(/attempts? denied by AWS so far/);
  for (let change = 0; change < 2; change += 1) await expect(waited).not.toHaveText((await waited.textContent()) ?? "");
  expect(problems).toEqual([]);
});

test("the page waits visibly for a new role, which then connects without another click", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await sandbox.propagation(600_000, role);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(WAITING);
  // The field is empty after a reload. A click on Verify then shows an error, and the page continues to wait.
  await page.reload();
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await connect.fieldError(/^Enter the role ARN/);
  await expect(connect.result).toHaveText(WAITING);
  await sandbox.propagation(0, role);
  await expect(connect.result).toHaveText(/^Connected/);
});
