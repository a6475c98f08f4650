import { endWaiting } from "#e2e/support/fake-clock.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { expect, test } from "./screen-test.ts";

const OPEN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
};

test("the connect page in every state of its result", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(300_000);
  const page = await look(customer.owner);
  await expect(page.getByRole("button", { name: "Connect an AWS account", exact: true })).toBeVisible();
  await check(page, "connections-empty");
  await page.goto(`${portalUrl}/connections/new`);
  await expect(page.getByRole("button", { name: "Connect an AWS account", exact: true })).toBeVisible();
  await check(page, "connect-new");
  const connect = await ConnectPage.open(page);
  // The page says that it stores the ARN only while it does so.
  const storedNote = (where = page) =>
    where.getByText("If the role isn’t verified within one hour, the portal deletes this ARN.", { exact: true });
  await expect(page.getByRole("button", { name: "Copy External ID", exact: true })).toBeVisible();
  await check(page, "connect-fresh");
  for (const method of ["Template", "Terraform", "AWS CLI", "AWS console"]) {
    await page.getByRole("tab", { name: method, exact: true }).click();
    await expect(page.getByRole("tab", { name: method, exact: true })).toHaveAttribute("aria-selected", "true");
    await check(page, `connect-${method.replace(" ", "-").toLowerCase()}`);
  }
  const member = await look(customer.member, `${portalUrl}/connections/${connect.id}/connect`);
  await expect(member.getByText("Only owners can connect an AWS account.")).toBeVisible();
  await check(member, "connect-member");
  await page.getByRole("tab", { name: "Quick create", exact: true }).click();
  await page.getByRole("button", { name: "Permissions boundary, role path, access to the role’s own policies" }).click();
  await check(page, "connect-more-choices");
  await connect.verify("arn:aws:iam::222222222222:user/alice");
  await connect.fieldError(/isn’t a role ARN/);
  await expect(storedNote()).toBeHidden();
  // The browser logs the response with status 400 to the rejected ARN as an error.
  const rejectedField = ["status of 400"];
  await check(page, "connect-field-error", rejectedField);

  const waiting = await look(customer.owner);
  const denied = await ConnectPage.open(waiting);
  await denied.verify("arn:aws:iam::222222222222:role/sallyport/does-not-exist");
  await expect(denied.result).toHaveText(/^Waiting for AWS: the portal can’t assume the role yet/);
  await expect(storedNote(waiting)).toBeVisible();
  await check(waiting, "connect-waiting");
  await endWaiting(denied.id);
  await expect(denied.result).toHaveText(/^Access denied/);
  await expect(storedNote(waiting)).toBeHidden();
  await check(waiting, "connect-access-denied");

  await page.goto(`${portalUrl}/connections/${connect.id}/connect`);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  const correctPolicy = await sandbox.trustPolicy(role);
  await sandbox.setTrustPolicy(role, OPEN);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Not secure/);
  await expect(storedNote()).toBeHidden();
  await check(page, "connect-not-secure", rejectedField);
  await sandbox.setTrustPolicy(role, correctPolicy);
  await sandbox.fault({
    service: "sts",
    fault: "throttle",
    match: { action: "AssumeRole", roleArn: role.arn, externalId: "none" },
    times: 1,
  });
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Inconclusive: AWS throttled the calls/);
  await expect(storedNote()).toBeVisible();
  await check(page, "connect-inconclusive", rejectedField);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  await check(page, "connect-connected", rejectedField);

  await page.goto(`${portalUrl}/connections/${connect.id}`);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("production-payments-".repeat(4));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^production-payments-/ })).toBeVisible();
  await page.goto(`${portalUrl}/connections`);
  await expect(page.getByRole("table", { name: "Connections", exact: true }).getByRole("row")).toHaveCount(3);
  await check(page, "connections", rejectedField);
});
