import type { Page } from "playwright/test";
import { test as base, createCustomer, expect, type FreshCustomer, pageAs } from "#e2e/support/portal-test.ts";
import type { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { connectQueryRole, openQueryPage, type QueryRole } from "./query-steps.ts";

interface Queried {
  readonly customer: FreshCustomer;
  readonly role: QueryRole;
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
}

export { expect };

/**
 * Tests of queries with a connection that all tests of a process share; `query` is its query page, in its own browser context. Faults
 * and times are those of this role, and are removed after each test. A test that changes what the role allows connects one of its own.
 */
export const test = base.extend<{ readonly query: { readonly page: Page; readonly role: QueryRole } }, { readonly queried: Queried }>({
  queried: [
    async ({ addCustomer, browser, portalUrl, sandbox }, use) => {
      const visitors = new Map<string, HttpVisitor>();
      const customer = await createCustomer(addCustomer, portalUrl, visitors);
      const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
      await page.goto(portalUrl);
      const role = await connectQueryRole(page, sandbox);
      await page.context().close();
      await use({ customer, role, visitors });
    },
    { scope: "worker" },
  ],
  query: async ({ browser, portalUrl, queried, sandbox }, use) => {
    const { customer, role, visitors } = queried;
    const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
    await openQueryPage(page, portalUrl, role);
    await use({ page, role });
    await page.context().close();
    await sandbox.queryTime(role);
  },
});
