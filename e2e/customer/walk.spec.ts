import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";

test("a person signs in, creates the role in the AWS console, connects it, and reads logs", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner);
  await expect(page.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  const connect = await ConnectPage.open(page);
  const externalId = await connect.externalId();
  await expect(page.getByRole("textbox", { name: /External ID/ })).toHaveCount(0);

  await test.step("the draft has the same ID when the person comes back", async () => {
    await page.goto(`${portalUrl}/connections/new`);
    await page.waitForURL(/\/connect$/);
    expect(await new ConnectPage(page).externalId()).toBe(externalId);
  });

  const [console] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: "Create the role in AWS", exact: true }).click(),
  ]);
  await console.getByRole("checkbox", { name: /IAM/ }).check();
  await console.getByRole("button", { name: "Create stack", exact: true }).click();
  const arn = (await console.getByLabel("RoleArn", { exact: true }).first().textContent())?.trim() ?? "";
  expect(arn).toMatch(/^arn:aws:iam::222222222222:role\/sallyport\//);

  const before = await sandbox.now();
  await connect.verify(arn);
  await expect(connect.result).toHaveText(/^Connected: AWS account 222222222222/);
  await expect(connect.probes).toHaveCount(7);

  await test.step("two calls had the correct External ID, one none, and four a wrong one", async () => {
    const calls = await sandbox.callsSince(before, { service: "sts", action: "AssumeRole", roleArn: arn });
    const sent = calls.map((call) => call.externalId);
    expect(sent.filter((id) => id === externalId)).toHaveLength(2);
    expect(sent.filter((id) => id === null)).toHaveLength(1);
    expect(sent).toHaveLength(7);
    expect(new Set(calls.map((call) => call.sessionName)).size).toBe(1);
  });

  await test.step("a reload shows the same verification", async () => {
    await page.reload();
    await expect(connect.result).toHaveText(/^Connected: AWS account 222222222222/);
    await expect(connect.probes).toHaveCount(7);
  });

  await page.getByRole("link", { name: "Browse logs", exact: true }).first().click();
  const groups = page.getByRole("table", { name: "Log groups", exact: true });
  await expect(groups.getByRole("link", { name: "/app/checkout/web", exact: true })).toBeVisible();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("payments");
  await groups.getByRole("link", { name: "/app/payments/api", exact: true }).click();
  const events = page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  await expect(events.first()).toBeVisible();
  await events.first().getByRole("button").first().click();
  await expect(page.getByText("Ingested", { exact: false }).or(page.getByText("level")).first()).toBeVisible();

  await page.getByRole("searchbox", { name: "Search", exact: true }).fill('{ $.level = "error" }');
  await page.getByRole("searchbox", { name: "Search", exact: true }).press("Enter");
  await expect(page.getByText(/Searched (the whole range|back to)/)).toBeVisible();
});

test("log groups after the first fifty can be opened, and the browser receives no credentials", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    bodies.push(response.text().catch(() => ""));
  });
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "333333333333");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  await page.getByRole("link", { name: "Browse logs", exact: true }).first().click();
  const links = page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link");
  await expect(links).toHaveCount(50);
  await page.getByRole("button", { name: "Load more log groups", exact: true }).click();
  await expect(links.nth(55)).toBeVisible();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("million");
  await page.getByRole("link", { name: "/app/scale/million", exact: true }).click();
  await expect(page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem").first()).toBeVisible();
  const all = (await Promise.all(bodies)).join("\n");
  expect(all).not.toMatch(/ASIA[A-Z0-9]{12}/);
  expect(all).not.toMatch(/SecretAccessKey|sessionToken/i);
});

test("further reads use the cached role session and do not call AssumeRole", async ({ as, customer, sandbox }) => {
  const page = await as(customer.owner);
  const connect = await ConnectPage.open(page);
  const role = await sandbox.createStack(await connect.quickCreateLink(), "222222222222");
  await connect.verify(role.arn);
  await expect(connect.result).toHaveText(/^Connected/);
  await page.getByRole("link", { name: "Browse logs", exact: true }).first().click();
  const links = page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link");
  await links.first().click();
  const events = page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  await expect(events.first()).toBeVisible();
  const mark = await sandbox.now();
  await links.nth(3).click();
  await expect(page.getByText(/Searched/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Find log group", exact: true }).fill("worker");
  await links.first().click();
  await expect(events.first()).toBeVisible();
  const sts = await sandbox.callsSince(mark, { service: "sts", roleArn: role.arn });
  expect(sts).toHaveLength(0);
});
