import { randomBytes } from "node:crypto";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "playwright/test";
import { CustomerName } from "#kernel/people/customer-name.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { ownerCommandEnv } from "#kernel/process/command-env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { addCustomer } from "#lib/customers/add-customer.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { followInvitation, signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import { type ConnectedRole, connectRole } from "./connect-role.ts";
import { lendPage, returnPage } from "./page-pool.ts";

export interface FreshCustomer {
  readonly name: string;
  readonly owner: string;
  readonly member: string;
}

interface Fixtures {
  /**
   * A page in a browser context of its own, signed in as this address, at the start page or at another URL (null: at none). The first call
   * for an address signs in over HTTP.
   */
  readonly as: (email: string, url?: string | null) => Promise<Page>;
  /** A new customer for this test, with an owner and a member who have accepted their invitations. */
  readonly customer: FreshCustomer;
  /** The signed-in HTTP clients by email address. */
  readonly visitors: Map<string, HttpVisitor>;
}

/** Adds a customer and returns the single-use link of each person, as the command `customers add` does. */
export type AddCustomer = (customer: FreshCustomer) => ReturnType<typeof addCustomer>;

/** A customer with one connected role, and the signed-in HTTP clients of its owner and member by email address. */
export interface ConnectedCustomer {
  readonly customer: FreshCustomer;
  readonly role: ConnectedRole;
  readonly visitors: ReadonlyMap<string, HttpVisitor>;
}

/**
 * What tests of a process share. All of it is declared here, because Playwright starts another process, with a new browser, for a test whose
 * shared fixtures are declared elsewhere.
 */
interface WorkerFixtures {
  readonly addCustomer: AddCustomer;
  /** A customer with a role that allows to browse logs. A test must not change what it has. */
  readonly connected: ConnectedCustomer;
  /** A customer with a role that also allows queries. */
  readonly queried: ConnectedCustomer;
  readonly portalUrl: string;
  readonly sandbox: Sandbox;
}

export { expect };

/** Tests that use the product only from outside: through the portal, the AWS console of the sandbox, and the operator commands. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  portalUrl: [async ({}, use) => use(process.env["E2E_PORTAL_URL"] ?? "http://localhost:3000"), { scope: "worker" }],
  sandbox: [async ({}, use) => use(new Sandbox(process.env["E2E_SANDBOX_URL"] ?? "http://localhost:4566")), { scope: "worker" }],
  // Within this process, because starting the command takes a second of processor time for each of more than a hundred customers.
  addCustomer: [
    async ({}, use) => {
      const env = ownerCommandEnv(partEnvironment("command"));
      openDatabase(env.databaseUrls);
      await use(({ name, owner, member }) =>
        addCustomer(env, CustomerName.parse(name), [EmailAddress.parse(owner), EmailAddress.parse(member)]),
      );
      await closeDatabase();
    },
    { scope: "worker" },
  ],
  connected: [
    async ({ addCustomer, browser, portalUrl, sandbox }, use) =>
      use(await createConnected(addCustomer, browser, portalUrl, (page) => connectRole(page, sandbox))),
    { scope: "worker" },
  ],
  queried: [
    async ({ addCustomer, browser, portalUrl, sandbox }, use) =>
      use(await createConnected(addCustomer, browser, portalUrl, (page) => connectRole(page, sandbox, { logAccess: "query" }))),
    { scope: "worker" },
  ],
  visitors: async ({}, use) => {
    await use(new Map());
  },
  page: async ({ browser, portalUrl }, use) => {
    const page = await lendPage(browser);
    await use(page);
    await returnPage(page, portalUrl);
  },
  as: async ({ browser, portalUrl, visitors }, use) => {
    const pages: Page[] = [];
    await use(async (email, url = portalUrl) => {
      const visitor = visitors.get(email) ?? new HttpVisitor();
      if (!visitors.has(email)) await signInOverHttp(visitor, portalUrl, portalUrl, email);
      visitors.set(email, visitor);
      const page = await pageAs(browser, visitor, portalUrl);
      pages.push(page);
      if (url !== null) await page.goto(url);
      return page;
    });
    for (const page of pages) await returnPage(page, portalUrl);
  },
  customer: async ({ addCustomer, portalUrl, visitors }, use) => {
    await use(await createCustomer(addCustomer, portalUrl, visitors));
  },
});

/** An empty page in a browser context of its own, with the session of a signed-in visitor. End its use with `returnPage`. */
export async function pageAs(browser: Browser, visitor: HttpVisitor | undefined, portalUrl: string): Promise<Page> {
  const page = await lendPage(browser);
  await page.context().addCookies(sessionCookies(visitor, portalUrl));
  return page;
}

async function createConnected(
  add: AddCustomer,
  browser: Browser,
  portalUrl: string,
  connect: (page: Page) => Promise<ConnectedRole>,
): Promise<ConnectedCustomer> {
  const visitors = new Map<string, HttpVisitor>();
  const customer = await createCustomer(add, portalUrl, visitors);
  const page = await pageAs(browser, visitors.get(customer.owner), portalUrl);
  const role = await connect(page);
  await returnPage(page, portalUrl);
  return { customer, role, visitors };
}

/** A new browser context without a page, with the session of a signed-in visitor. It costs less for tests that only send requests. */
export async function contextAs(browser: Browser, visitor: HttpVisitor | undefined, portalUrl: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  await context.addCookies(sessionCookies(visitor, portalUrl));
  return context;
}

/** Creates a customer with an owner and a member who have accepted their invitations. Adds their sessions to `visitors`. */
export async function createCustomer(add: AddCustomer, portalUrl: string, visitors: Map<string, HttpVisitor>): Promise<FreshCustomer> {
  const mark = randomBytes(4).toString("hex");
  const customer = { name: `Customer ${mark}`, owner: `owner@${mark}.example`, member: `member@${mark}.example` };
  const invited = await add(customer);
  await Promise.all(invited.map(async ({ email, link }) => visitors.set(email, await followInvitation(portalUrl, link, email))));
  return customer;
}

/** @throws Error if there is no visitor */
function sessionCookies(visitor: HttpVisitor | undefined, portalUrl: string) {
  if (visitor === undefined) throw new Error("nobody is signed in as this address");
  const { hostname } = new URL(portalUrl);
  return [...visitor.cookiesOf(portalUrl)].map(([name, value]) => ({
    name,
    value,
    domain: hostname,
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite: "Lax" as const,
  }));
}
