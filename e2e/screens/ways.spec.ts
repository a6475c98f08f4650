import { ConnectPage } from "#stack/browser/connect-page.ts";
import { expect, test } from "./screen-test.ts";

const OPEN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
};

test("the other methods to create the role, the doctor, and the page for the security team", async ({
  look,
  check,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await look(customer.owner);
  const connect = await ConnectPage.open(page);
  const link = await connect.quickCreateLink();
  const tab = (name: string) => page.getByRole("tab", { name, exact: true });
  for (const method of ["Terraform", "AWS CLI", "AWS console"]) {
    await tab(method).click();
    await expect(tab(method)).toHaveAttribute("aria-selected", "true");
    if (method !== "AWS console") await check(page, `ways-${method.replace(" ", "-").toLowerCase()}`);
  }
  const policy = page.getByRole("textbox", { name: "Trust policy", exact: true });
  await page.getByRole("button", { name: "Check your trust policy before you verify", exact: true }).click();
  await policy.fill(JSON.stringify(OPEN, null, 2));
  await expect(page.getByRole("region", { name: "Correction of the pasted policy", exact: true })).toBeVisible();
  await check(page, "ways-doctor");

  await page.goto(`${portalUrl}/connections/${connect.id}/review`);
  await expect(page.getByRole("heading", { name: "For your security team", exact: true })).toBeVisible();
  await check(page, "ways-review");

  await page.goto(`${portalUrl}/connections/${connect.id}/connect`);
  const role = await sandbox.createStack(link, "222222222222");
  await sandbox.setTrustPolicy(role, OPEN);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Not secure/);
  await policy.fill(JSON.stringify(OPEN, null, 2));
  await expect(page.getByRole("list", { name: "Changes", exact: true })).toBeVisible();
  await check(page, "ways-not-secure");
});
