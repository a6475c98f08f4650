import { readFileSync } from "node:fs";
import { endWaiting } from "#e2e/support/fake-clock.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

interface Hole {
  readonly name: string;
  readonly condition: unknown;
  readonly title: string;
  readonly granted: readonly string[];
}

const HOLES: readonly Hole[] = JSON.parse(readFileSync("e2e/customer/trust-weaknesses.json", "utf8"));
const PARTNER = "arn:aws:iam::999999999999:root";

const policyWith = (condition: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: PARTNER }, Action: "sts:AssumeRole", ...(condition !== null && { Condition: condition }) },
  ],
});

for (const hole of HOLES) {
  test(`a role that trusts with ${hole.name} is rejected, and what got in is shown`, async ({ as, customer, sandbox, portalUrl }) => {
    const page = await as(customer.owner);
    const connect = await ConnectPage.open(page);
    const externalId = await connect.externalId();
    const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
    const condition = JSON.parse(JSON.stringify(hole.condition).replaceAll("<id>", externalId));
    await sandbox.setTrustPolicy(role, policyWith(condition));
    await connect.verify(role.arn);
    await expect(connect.result).toHaveText(new RegExp(`^${hole.title}`));
    for (const name of hole.granted)
      await expect(connect.probes.filter({ hasText: name }).filter({ hasText: "Actual: Allowed" })).toHaveCount(1);
    await expect(page.getByRole("link", { name: "Why", exact: true })).toBeVisible();
    await expect(page.getByText(`"${externalId}"`).first()).toBeVisible();

    await test.step("nothing was stored, and the draft is still there with its ID", async () => {
      await page.goto(`${portalUrl}/connections`);
      await expect(page.getByText("Draft", { exact: true })).toBeVisible();
      await expect(page.getByText(role.roleName)).toHaveCount(0);
      await page.goto(`${portalUrl}/connections/new`);
      expect(await new ConnectPage(page).externalId()).toBe(externalId);
    });

    await test.step("mended, the same ARN connects", async () => {
      await sandbox.setTrustPolicy(role, policyWith({ StringEquals: { "sts:ExternalId": externalId } }));
      await connect.verify(role.arn);
      await expect(connect.result).toHaveText(/^Connected/);
    });
  });
}

test("a wrong ID, a missing role and another customer's role are refused in the same words", async ({ as, customer, sandbox }) => {
  test.slow();
  const owner = await as(customer.owner);
  const connect = await ConnectPage.open(owner);
  const link = await connect.quickCreateLink();
  const wrongId = await sandbox.createStack(link, "222222222222");
  const others = await sandbox.createStack(link, "333333333333");
  await sandbox.setTrustPolicy(wrongId, policyWith({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } }));
  await sandbox.setTrustPolicy(others, policyWith({ StringEquals: { "sts:ExternalId": "sp-11111111-1111-4111-8111-111111111111" } }));
  const said = await Promise.all(
    [wrongId.arn, "arn:aws:iam::222222222222:role/sallyport/nobody-made-this", others.arn].map(async (arn, n) => {
      const page = n === 0 ? owner : await as(customer.owner);
      const its = n === 0 ? connect : await ConnectPage.open(page);
      await its.verify(arn);
      await expect(its.result).toHaveText(/^Waiting for AWS: the portal can’t assume the role yet/);
      await endWaiting(its.id);
      await expect(its.result).toHaveText(/^Access denied/, { timeout: 30_000 });
      return its.result.textContent();
    }),
  );
  expect(new Set(said).size).toBe(1);
});

const AT_THE_FIELD: readonly (readonly [name: string, arn: string, sentence: RegExp])[] = [
  ["nothing", "", /Enter the role ARN/],
  ["a user's ARN", "arn:aws:iam::222222222222:user/alice", /isn’t a role ARN/],
  ["an assumed role's ARN", "arn:aws:sts::222222222222:assumed-role/R/s", /ARN of a role session/],
  ["an ARN with a space before it", " arn:aws:iam::222222222222:role/R", /a space, a line break/],
  ["another partition's ARN", "arn:aws-cn:iam::222222222222:role/R", /This portal serves/],
  ["an ARN that carries a parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x", /isn’t the ARN of an IAM role/],
  ["the partner's own account", "arn:aws:iam::999999999999:role/R", /account of the partner/],
  ["the canary account", "arn:aws:iam::111111111111:role/sallyport-canary-open", /account of the partner/],
];

test("what is no role ARN is refused at the field, nothing typed is lost, and AWS is not asked", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const mark = await sandbox.now();
  for (const [name, arn, sentence] of AT_THE_FIELD) {
    await test.step(name, async () => {
      await connect.verify(arn);
      await connect.fieldError(sentence);
      await expect(page.getByRole("textbox", { name: "Role ARN", exact: true })).toHaveValue(arn);
    });
  }
  const calls = await sandbox.callsSince(mark, { service: "sts", action: "AssumeRole" });
  expect(calls.filter(({ roleArn }) => AT_THE_FIELD.some(([, arn]) => arn === roleArn))).toHaveLength(0);
});
