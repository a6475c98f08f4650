import type { Browser, Page } from "playwright/test";
import { type ConnectedRole, connectRole } from "#e2e/support/connect-role.ts";
import { returnPage } from "#e2e/support/page-pool.ts";
import { type AddCustomer, test as base, createCustomer, expect, pageAs } from "#e2e/support/portal-test.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";
import type { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { API } from "./query-steps.ts";

export { expect };

interface Connected {
  readonly owner: string;
  readonly member: string;
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
  readonly roles: readonly [ConnectedRole, ConnectedRole];
  /** A connection with the log access Browse. */
  readonly browse: string;
  /** Another connection with the AWS account of the first one. */
  readonly same: string;
}

/** Two accounts with queries, one of them with two connections, and one connection without, of one customer. */
async function connectThree(add: AddCustomer, browser: Browser, portalUrl: string, sandbox: Sandbox): Promise<Connected> {
  const visitors = new Map<string, HttpVisitor>();
  const { owner, member } = await createCustomer(add, portalUrl, visitors);
  const page = await pageAs(browser, visitors.get(owner), portalUrl);
  const connect = (account: string) => connectRole(page, sandbox, { logAccess: "query", account });
  const roles = [await connect("222222222222"), await connect("333333333333")] as const;
  const { connectionId: browse } = await connectRole(page, sandbox);
  const { connectionId: same } = await connect("222222222222");
  await returnPage(page, portalUrl);
  return { owner, member, visitors, roles, browse, same };
}

/** Shared by all tests of a process. */
let connected: Promise<Connected> | undefined;

/**
 * Tests of queries across connections; `cross` is their page with the log group of three connections, in its own browser context. Faults and
 * times are those of these roles, and are removed after each test.
 */
export const test = base.extend<{ readonly three: Connected; readonly cross: Page }>({
  three: async ({ addCustomer, browser, portalUrl, sandbox }, use) => {
    connected ??= connectThree(addCustomer, browser, portalUrl, sandbox);
    await use(await connected);
  },
  cross: async ({ browser, portalUrl, three: { owner, visitors, roles, browse }, sandbox }, use) => {
    const page = await pageAs(browser, visitors.get(owner), portalUrl);
    const places = [...roles.map(({ connectionId }) => connectionId), browse].map((id) => `${id}~eu-central-1~${API}`).join("*");
    const range = `${Date.now() - 3_600_000}-${Date.now() - 60_000}`;
    await page.goto(`${portalUrl}/logs/query?${new URLSearchParams({ places, range })}`);
    await use(page);
    await returnPage(page, portalUrl);
    for (const role of roles) await sandbox.queryTime(role);
  },
});

/** How the query of each connection is going or ended. */
export const connections = (page: Page) => page.getByRole("table", { name: "Connections of this query", exact: true });
