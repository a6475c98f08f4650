import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

const OPEN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }],
};

/** Clicks a link and returns the file that the browser downloads. */
async function downloadFrom(page: Page, link: string): Promise<{ readonly path: string; readonly text: string; readonly name: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: link, exact: true }).first().click(),
  ]);
  const path = await download.path();
  return { path, text: readFileSync(path, "utf8"), name: download.suggestedFilename() };
}

function auditVerify(file: string) {
  return spawnSync(process.execPath, [PROGRAM, "audit", "verify", "--report", file], {
    env: { ...process.env, ...partEnvironment("command") },
    encoding: "utf8",
  });
}

test("a verification report can be opened, downloaded, and checked against the audit chain", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const externalId = await connect.externalId();
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  const file = await downloadFrom(page, "Download report");
  const report = JSON.parse(file.text);
  expect(file.name).toBe(`sallyport-report-${report.evidence.run}.json`);
  expect(report).toMatchObject({ customer: customer.name, externalId, roleArn: role.arn, audit: { state: "holds" } });
  expect(report.audit.closed.attributes.report).toBe(report.evidenceSha256);
  expect(report.evidence.templateVersionOffered).toBe(1);
  const checked = auditVerify(file.path);
  expect(checked.stdout).toContain(`valid, confirmed by event ${report.audit.closed.seq} of chain ${report.evidence.customer}`);
  expect(checked.status).toBe(0);

  await page.goto(`${portalUrl}/connections/${connect.id}/receipts/${report.evidence.run}`);
  await expect(page.getByRole("heading", { name: "Verification report", exact: true })).toBeVisible();
  await expect(page.getByText(report.evidenceSha256)).toBeVisible();
  await expect(
    page
      .getByRole("definition")
      .filter({ hasText: "Version 1 at that time. The role’s tag sallyport:template-version shows which version created the role." }),
  ).toBeVisible();
  await expect(page.getByRole("table", { name: "Probes", exact: true }).getByRole("row")).toHaveCount(8);
  await expect(page.getByText("The portal stores no earlier verification of this connection.")).toBeVisible();
});

test("a verification report says what changed since the previous verification", async ({ as, customer, sandbox, portalUrl }) => {
  const page = await as(customer.owner, null);
  const role = await connectRole(page, sandbox);
  await sandbox.setTrustPolicy(role, OPEN);
  await page.goto(`${portalUrl}/connections/${role.connectionId}`);
  await page.getByRole("button", { name: "Verify now", exact: true }).click();
  await expect(page.getByText(/^Not secure/).first()).toBeVisible();
  await page.reload();
  await page.getByRole("tab", { name: "Verification reports", exact: true }).click();
  await expect(
    page.getByText(
      /Since the previous verification: the result changed from connected to not secure; No External ID changed from denied to allowed/,
    ),
  ).toBeVisible();
  await page
    .getByRole("tabpanel")
    .getByRole("button", { name: /^Not secure/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Open report", exact: true }).click();
  await expect(page.getByText(/Random External ID changed from denied to allowed/)).toBeVisible();
});

test("logs can be read through a role that does not allow a source identity, and the session history says so", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const role = await connectRole(page, sandbox);
  const Condition = { StringEquals: { "sts:ExternalId": role.externalId } };
  await sandbox.setTrustPolicy(role, { ...OPEN, Statement: OPEN.Statement.map((statement) => ({ ...statement, Condition })) });
  await page.goto(`${portalUrl}/connections/${role.connectionId}/logs`);
  await expect(page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link").first()).toBeVisible();
  await page.goto(`${portalUrl}/security`);
  const rows = page.getByRole("table", { name: "Role sessions", exact: true }).getByRole("row");
  await expect(rows.filter({ hasText: "Allowed without a source identity" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "Denied with a source identity" })).toHaveCount(1);
});

test("the session history lists reads and verifications, and finds them by the values in CloudTrail", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  const role = await connectRole(page, sandbox);
  const before = await sandbox.now();
  const member = await as(customer.member, `${portalUrl}/connections/${role.connectionId}/logs`);
  await expect(member.getByRole("table", { name: "Log groups", exact: true }).getByRole("link").first()).toBeVisible();
  const [call] = await sandbox.callsSince(before, { service: "sts", action: "AssumeRole", roleArn: role.arn });

  await page.getByRole("link", { name: "Session history", exact: true }).click();
  const table = page.getByRole("table", { name: "Role sessions", exact: true });
  const read = table.getByRole("row").filter({ hasText: customer.member });
  await expect(read).toContainText("List log groups");
  await expect(read).toContainText(call?.sessionName ?? "no call was seen");
  await expect(read).toContainText(`also set as source identity, in eu-central-1Request ID${call?.requestId}`);
  await expect(table.getByRole("row").filter({ hasText: "First verification" })).toContainText("2 allowed, 5 denied");

  await page.getByRole("textbox", { name: "Session name or request ID", exact: true }).fill("sp-not-a-name");
  await expect(page.getByText("Enter the complete value")).toBeVisible();
  await page.getByRole("textbox", { name: "Session name or request ID", exact: true }).fill(call?.sessionName ?? "");
  await page.getByRole("button", { name: "Apply filter", exact: true }).click();
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("button", { name: /^Find: List log groups/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("definition").filter({ hasText: call?.sessionName ?? "no call was seen" })).toHaveCount(2);
  await expect(dialog.getByText(`userIdentity.sessionContext.sourceIdentity = '${call?.parameters["SourceIdentity"]}'`)).toBeVisible();
  await expect(dialog.getByText("aws cloudtrail lookup-events --region eu-central-1")).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  const csv = await downloadFrom(page, "Download as CSV");
  expect(csv.name).toMatch(/^role-sessions-.*\.csv$/);
  expect(csv.text.trim().split("\r\n")).toHaveLength(2);
  expect(csv.text).toContain(`"${call?.sessionName}","${call?.sessionName}"`);

  await member.goto(`${portalUrl}/security`);
  await expect(member.getByText("Owners see everyone’s")).toBeVisible();
  await expect(member.getByRole("table", { name: "Role sessions", exact: true }).getByRole("row")).toHaveCount(3);
});
