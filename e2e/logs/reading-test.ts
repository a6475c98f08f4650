import type { Page } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { returnPage } from "#e2e/support/page-pool.ts";
import { test as base, createCustomer, expect, type FreshCustomer, pageAs } from "#e2e/support/portal-test.ts";
import type { MadeRole } from "#stack/sandbox-client.ts";
import type { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { Reading } from "./reading.ts";

interface Connected {
  readonly customer: FreshCustomer;
  readonly role: MadeRole & { readonly connectionId: string };
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
}

export { expect };

/**
 * Tests that only read logs. `reading` is the logs page of a connection that all tests of a process share, in its own browser context.
 * `colleague` is another member of that customer. A test that causes errors of AWS, counts calls, or stores something for the customer creates
 * its own connection.
 */
export const test = base.extend<{ readonly reading: Reading; readonly colleague: Page }, { readonly connected: Connected }>({
  connected: [
    async ({ addCustomer, browser, portalUrl, sandbox }, use) => {
      const visitors = new Map<string, HttpVisitor>();
      const customer = await createCustomer(addCustomer, portalUrl, visitors);
      const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
      const role = await connectRole(page, sandbox);
      await returnPage(page, portalUrl);
      await use({ customer, role, visitors });
    },
    { scope: "worker" },
  ],
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
