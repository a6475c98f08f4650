import type { Page } from "playwright/test";
import { returnPage } from "#e2e/support/page-pool.ts";
import { test as base, expect, pageAs } from "#e2e/support/portal-test.ts";
import { Reading } from "./reading.ts";

export { expect };

/**
 * Tests that only read logs. `reading` is the logs page of a connection that all tests of a process share, in its own browser context.
 * `colleague` is another member of that customer. A test that causes errors of AWS, counts calls, or stores something for the customer creates
 * its own connection.
 */
export const test = base.extend<{ readonly reading: Reading; readonly colleague: Page }>({
  colleague: async ({ browser, portalUrl, connected }, use) => {
    const page = await pageAs(browser, connected.visitors.get(connected.customer.member), portalUrl);
    await use(page);
    await returnPage(page, portalUrl);
  },
  reading: async ({ browser, portalUrl, connected }, use) => {
    const page = await pageAs(browser, connected.visitors.get(connected.customer.owner), portalUrl);
    await use(new Reading(page, portalUrl, connected.role));
    await returnPage(page, portalUrl);
  },
});
