import type { Page } from "playwright/test";
import { type ConnectedRole, connectRole } from "#e2e/support/connect-role.ts";
import { returnPage } from "#e2e/support/page-pool.ts";
import { test as base, createCustomer, expect, type FreshCustomer, pageAs } from "#e2e/support/portal-test.ts";
import type { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { openQueryPage } from "./query-steps.ts";

interface Queried {
  readonly customer: FreshCustomer;
  readonly role: ConnectedRole;
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
}

export { expect };

/**
 * Tests of queries with a connection that all tests of a process share; `query` is its query page, in its own browser context. Faults
 * and times are those of this role, and are removed after each test. A test that changes what the role allows connects one of its own.
 */
export const test = base.extend<{ readonly query: { readonly page: Page; readonly role: ConnectedRole } }, { readonly queried: Queried }>({
  queried: [
    async ({ addCustomer, browser, portalUrl, sandbox }, use) => {
      const visitors = new Map<string, HttpVisitor>();
      const customer = await createCustomer(addCustomer, portalUrl, visitors);
      const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
      const role = await connectRole(page, sandbox, { logAccess: "query" });
      await returnPage(page, portalUrl);
      await use({ customer, role, visitors });
    },
    { scope: "worker" },
  ],
  query: async ({ browser, portalUrl, queried, sandbox }, use) => {
    const { customer, role, visitors } = queried;
    const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
    await openQueryPage(page, portalUrl, role);
    await use({ page, role });
    await returnPage(page, portalUrl);
    await sandbox.queryTime(role);
  },
});
