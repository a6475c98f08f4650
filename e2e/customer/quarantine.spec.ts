import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";

const WITHOUT_CONDITION = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
};

test("a policy that is not secure stops log access and emails the owners once, and only a new verification restores access", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { connectionId: id, ...role } = await connectRole(page, sandbox);
  const securePolicy = await sandbox.trustPolicy(role);
  const connection = `${portalUrl}/connections/${id}`;
  const reader = await as(customer.member, `${connection}/logs`);
  const groups = reader.getByRole("table", { name: "Log groups", exact: true }).getByRole("link");
  await expect(groups.first()).toBeVisible();

  await page.goto(connection);
  await sandbox.setTrustPolicy(role, WITHOUT_CONDITION);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: /^Not secure/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Required actions", exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: /^Quarantined: the role can be assumed without the correct External ID/ })).toBeVisible();

  await test.step("the doctor explains what is wrong with the pasted policy", async () => {
    await page.getByRole("button", { name: "Check your trust policy", exact: true }).first().click();
    await page.getByRole("textbox", { name: "Trust policy", exact: true }).fill(JSON.stringify(WITHOUT_CONDITION, null, 2));
    await expect(page.getByRole("list", { name: "Findings", exact: true }).getByRole("listitem").first()).toBeVisible();
  });

  await test.step("a colleague cannot read logs either", async () => {
    await reader.goto(`${connection}/logs`);
    await expect(reader.getByText("Quarantined: logs are not available", { exact: true })).toBeVisible();
    await expect(groups).toHaveCount(0);
    // Only owners verify, so a member reads whom to ask.
    await reader.goto(connection);
    await expect(reader.getByText("An owner must fix the trust policy and choose Verify now.")).toBeVisible();
    await expect(reader.getByRole("button", { name: "Verify now", exact: true })).toHaveCount(0);
  });

  await test.step("a second verification with the same result sends no second email", async () => {
    await page.getByRole("button", { name: "Verify now", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: /^Not secure/ })).toBeVisible();
    const quarantines = async () => (await sandbox.mails(customer.owner)).filter(({ subject }) => subject.endsWith("is quarantined"));
    await expect.poll(quarantines).toHaveLength(1);
    expect((await quarantines())[0]?.text).toContain(connection);
  });

  await sandbox.setTrustPolicy(role, securePolicy);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible();
  await reader.goto(`${connection}/logs`);
  await expect(groups.first()).toBeVisible();
});
