import type { Page } from "playwright/test";
import type { ConnectedRole } from "#e2e/support/connect-role.ts";
import { returnPage } from "#e2e/support/page-pool.ts";
import { test as base, expect, pageAs } from "#e2e/support/portal-test.ts";
import { openQueryPage } from "./query-steps.ts";

export { expect };

/**
 * Tests of queries with a connection that all tests of a process share; `query` is its query page, in its own browser context. Faults
 * and times are those of this role, and are removed after each test. A test that changes what the role allows connects one of its own.
 */
export const test = base.extend<{ readonly query: { readonly page: Page; readonly role: ConnectedRole } }>({
  query: async ({ browser, portalUrl, queried, sandbox }, use) => {
    const { customer, role, visitors } = queried;
    const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
    await openQueryPage(page, portalUrl, role);
    await use({ page, role });
    await returnPage(page, portalUrl);
    await sandbox.queryTime(role);
  },
});
