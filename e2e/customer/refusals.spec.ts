import { readFileSync } from "node:fs";
import { endWaiting } from "#e2e/support/fake-clock.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

interface Weakness {
  readonly name: string;
  readonly condition: unknown;
  readonly title: string;
  readonly granted: readonly string[];
}

const WEAKNESSES: readonly Weakness[] = JSON.parse(readFileSync("e2e/customer/trust-weaknesses.json", "utf8"));
const PARTNER = "arn:aws:iam::999999999999:root";

const policyWith = (condition: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: PARTNER }, Action: "sts:AssumeRole", ...(condition !== null && { Condition: condition }) },
  ],
});

for (const weakness of WEAKNESSES) {
  test(`a role that trusts with ${weakness.name} is not secure, and the allowed probes are shown`, async ({
    as,
    customer,
    sandbox,
    portalUrl,
  }) => {
    const page = await as(customer.owner);
    const connect = await ConnectPage.open(page);
    const externalId = await connect.externalId();
    const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
    const condition = JSON.parse(JSON.stringify(weakness.condition).replaceAll("<id>", externalId));
    await sandbox.setTrustPolicy(role, policyWith(condition));
    await connect.verify(role.arn);
    await expect(connect.result).toHaveText(new RegExp(`^${weakness.title}`));
    for (const name of weakness.granted)
      await expect(connect.probes.filter({ hasText: name }).filter({ hasText: "Actual: Allowed" })).toHaveCount(1);
    await expect(page.getByRole("link", { name: "Why", exact: true })).toBeVisible();
    await expect(page.getByText(`"${externalId}"`).first()).toBeVisible();

    await test.step("nothing is stored, and the draft keeps its External ID", async () => {
      await page.goto(`${portalUrl}/connections`);
      await expect(page.getByText("Draft", { exact: true })).toBeVisible();
      await expect(page.getByText(role.roleName)).toHaveCount(0);
      await page.goto(`${portalUrl}/connections/new`);
      expect(await new ConnectPage(page).externalId()).toBe(externalId);
    });

    await test.step("after the correction, the same ARN connects", async () => {
      await sandbox.setTrustPolicy(role, policyWith({ StringEquals: { "sts:ExternalId": externalId } }));
      await connect.verify(role.arn);
      await expect(connect.result).toHaveText(/^Connected/);
    });
  });
}

test("a wrong External ID, a missing role and another customer's role get the same message", async ({ as, customer, sandbox }) => {
  test.slow();
  const owner = await as(customer.owner);
  const connect = await ConnectPage.open(owner);
  const link = await connect.quickCreateLink();
  const wrongId = await sandbox.createStack(link, "222222222222");
  const others = await sandbox.createStack(link, "333333333333");
  await sandbox.setTrustPolicy(wrongId, policyWith({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } }));
  await sandbox.setTrustPolicy(others, policyWith({ StringEquals: { "sts:ExternalId": "sp-11111111-1111-4111-8111-111111111111" } }));
  const messages = await Promise.all(
    [wrongId.arn, "arn:aws:iam::222222222222:role/sallyport/does-not-exist", others.arn].map(async (arn, n) => {
      const page = n === 0 ? owner : await as(customer.owner);
      const attempt = n === 0 ? connect : await ConnectPage.open(page);
      await attempt.verify(arn);
      await expect(attempt.result).toHaveText(/^Waiting for AWS: the portal can’t assume the role yet/);
      await endWaiting(attempt.id);
      await expect(attempt.result).toHaveText(/^Access denied/);
      return attempt.result.textContent();
    }),
  );
  expect(new Set(messages).size).toBe(1);
});

const FIELD_ERRORS: readonly (readonly [name: string, arn: string, sentence: RegExp])[] = [
  ["nothing", "", /Enter the role ARN/],
  ["a user's ARN", "arn:aws:iam::222222222222:user/alice", /isn’t a role ARN/],
  ["an assumed role's ARN", "arn:aws:sts::222222222222:assumed-role/R/s", /ARN of a role session/],
  ["an ARN with a space before it", " arn:aws:iam::222222222222:role/R", /a space, a line break/],
  ["another partition's ARN", "arn:aws-cn:iam::222222222222:role/R", /This portal serves/],
  ["an ARN with a query parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x", /isn’t the ARN of an IAM role/],
  ["the partner's own account", "arn:aws:iam::999999999999:role/R", /account of the partner/],
  ["the canary account", "arn:aws:iam::111111111111:role/sallyport-canary-open", /account of the partner/],
];

test("a text that is no role ARN is rejected at the field, which keeps it, and AWS is not called", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const mark = await sandbox.now();
  for (const [name, arn, sentence] of FIELD_ERRORS) {
    await test.step(name, async () => {
      await connect.verify(arn);
      await connect.fieldError(sentence);
      await expect(page.getByRole("textbox", { name: "Role ARN", exact: true })).toHaveValue(arn);
    });
  }
  const calls = await sandbox.callsSince(mark, { service: "sts", action: "AssumeRole" });
  expect(calls.filter(({ roleArn }) => FIELD_ERRORS.some(([, arn]) => arn === roleArn))).toHaveLength(0);
});
