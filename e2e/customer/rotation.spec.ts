import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import type { MadeRole, Sandbox } from "#stack/sandbox-client.ts";

/** Connects a role of a new stack, and opens the page of the connection. */
async function openConnected(page: Page, sandbox: Sandbox, portalUrl: string): Promise<{ readonly role: MadeRole; readonly id: string }> {
  const { connectionId: id, ...role } = await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/connections/${id}`);
  return { role, id };
}

/** The trust policy with these External IDs instead of its own. */
const withIds = (policy: unknown, ids: readonly string[]): unknown =>
  JSON.parse(JSON.stringify(policy, (key, value: unknown) => (key === "sts:ExternalId" ? ids : value)));

/** Reads logs repeatedly until it is stopped. The first failed read ends it with an error. */
class RepeatedReads {
  #reads = 0;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(page: Page, address: string) {
    this.#done = this.#readRepeatedly(page, address);
    this.#done.catch(() => undefined);
  }

  /** Waits for a read that began after this moment. */
  async another(): Promise<void> {
    const from = this.#reads;
    await Promise.race([this.#done, expect.poll(() => this.#reads).toBeGreaterThan(from + 1)]);
  }

  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#done;
    return this.#reads;
  }

  async #readRepeatedly(page: Page, address: string): Promise<void> {
    for (; !this.#stopped; this.#reads++) {
      await page.goto(address);
      await expect(page.getByText(/^Searched the whole range/).first()).toBeVisible();
      await expect(page.getByRole("list", { name: "Log events", exact: true }).locator("[data-row]").first()).toBeVisible();
    }
  }
}

const textOf = async (page: Page, name: string) => (await page.getByRole("group", { name, exact: true }).textContent()) ?? "";

test("an External ID is rotated while logs are read: no read fails, and the previous ID is retired", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const page = await as(customer.owner, null);
  const { role, id } = await openConnected(page, sandbox, portalUrl);
  const reading = new RepeatedReads(await as(customer.member), `${portalUrl}/connections/${id}/logs?group=/app/payments/api`);
  const previous = await textOf(page, "External ID");
  await page.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toBeVisible();
  const next = await textOf(page, "New External ID");
  expect(next).toMatch(/^sp-[0-9a-f-]{36}$/);
  expect(await textOf(page, "Current External ID")).toBe(previous);
  await expect(page.getByRole("button", { name: "Rotate External ID", exact: true })).toBeDisabled();
  await expect(page.getByRole("link", { name: "Browse logs", exact: true })).toHaveAttribute("href", `/connections/${id}/logs`);

  await test.step("a role that was not updated stays with the current ID", async () => {
    await page.getByRole("button", { name: "Verify rotation", exact: true }).click();
    await expect(
      page.getByRole("status").filter({ hasText: /^Inconclusive: your role doesn’t accept the new External ID yet/ }),
    ).toBeVisible();
    await reading.another();
  });

  await test.step("the new ID is verified and becomes the current one", async () => {
    await sandbox.setTrustPolicy(role, withIds(await sandbox.trustPolicy(role), [previous, next]));
    await page.getByRole("button", { name: "Verify rotation", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible();
    await expect(page.getByRole("group", { name: "Previous External ID", exact: true })).toHaveText(previous);
    await reading.another();
  });

  await test.step("the previous ID is retired when the role no longer accepts it", async () => {
    await sandbox.setTrustPolicy(role, withIds(await sandbox.trustPolicy(role), [next]));
    await page.getByRole("button", { name: "Verify rotation", exact: true }).click();
    await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toHaveCount(0);
    expect(await textOf(page, "External ID")).toBe(next);
    await reading.another();
  });

  await test.step("logs were read all the time", async () => {
    expect(await reading.stop()).toBeGreaterThan(5);
  });

  await test.step("from now on each verification also probes the retired ID", async () => {
    const mark = await sandbox.now();
    await page.getByRole("button", { name: "Verify now", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible();
    const sent = (await sandbox.callsSince(mark, { service: "sts", action: "AssumeRole", roleArn: role.arn })).map(
      (call) => call.externalId,
    );
    expect(sent).toContain(previous);
  });
});

test("a canceled rotation keeps the current ID", async ({ as, customer, sandbox, portalUrl }) => {
  const page = await as(customer.owner, null);
  await openConnected(page, sandbox, portalUrl);
  const previous = await textOf(page, "External ID");
  await page.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await page.getByRole("button", { name: "Cancel rotation", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel rotation", exact: true }).click();
  await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toHaveCount(0);
  expect(await textOf(page, "External ID")).toBe(previous);
});

test("a member can see a rotation but cannot change it", async ({ as, customer, sandbox, portalUrl }) => {
  const page = await as(customer.owner, null);
  const { id } = await openConnected(page, sandbox, portalUrl);
  await page.getByRole("button", { name: "Rotate External ID", exact: true }).click();
  await expect(page.getByRole("heading", { name: "External ID rotation", exact: true })).toBeVisible();
  const member = await as(customer.member, `${portalUrl}/connections/${id}`);
  await expect(member.getByRole("heading", { name: "External ID rotation", exact: true })).toBeVisible();
  for (const name of ["Rotate External ID", "Cancel rotation", "Verify rotation"])
    await expect(member.getByRole("button", { name, exact: true })).toHaveCount(0);
});
