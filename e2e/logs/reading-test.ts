import type { Page } from "playwright/test";
import { connectedRole } from "#e2e/staff/customer-page.ts";
import { test as base, createCustomer, expect, type FreshCustomer, pageAs } from "#e2e/support/portal-test.ts";
import type { MadeRole } from "#stack/sandbox-client.ts";
import type { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { Reading } from "./reading.ts";

interface Proven {
  readonly customer: FreshCustomer;
  readonly role: MadeRole & { readonly connectionId: string };
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
}

export { expect };

/**
 * Tests of what is only read. `reading` is the log page of a connection that all tests of a process share, in a browser
 * context of its own; `colleague` is another person of that customer. A test that makes AWS go wrong, counts its calls or
 * keeps something for the customer begins a connection of its own.
 */
export const test = base.extend<{ readonly reading: Reading; readonly colleague: Page }, { readonly proven: Proven }>({
  proven: [
    async ({ browser, portalUrl, sandbox }, use) => {
      const visitors = new Map<string, HttpVisitor>();
      const customer = await createCustomer(portalUrl, visitors);
      const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
      await page.goto(portalUrl);
      const role = await connectedRole(page, sandbox);
      await page.context().close();
      await use({ customer, role, visitors });
    },
    { scope: "worker" },
  ],
  colleague: async ({ browser, portalUrl, proven }, use) => {
    const page = await pageAs(browser, proven.visitors.get(proven.customer.member), portalUrl);
    await use(page);
    await page.context().close();
  },
  reading: async ({ browser, portalUrl, proven }, use) => {
    const page = await pageAs(browser, proven.visitors.get(proven.customer.owner), portalUrl);
    await use(new Reading(page, portalUrl, proven.role));
    await page.context().close();
  },
});
