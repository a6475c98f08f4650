import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "playwright/test";
import { PROGRAM } from "#stack/build/build-release.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { followInvitation, signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";

export interface FreshCustomer {
  readonly name: string;
  readonly owner: string;
  readonly member: string;
}

interface Fixtures {
  /** A page in a new browser context, signed in as this address. The first call for an address signs in over HTTP. */
  readonly as: (email: string) => Promise<Page>;
  /** A new customer for this test, with an owner and a member who have accepted their invitations. */
  readonly customer: FreshCustomer;
  /** The signed-in HTTP clients by email address. */
  readonly visitors: Map<string, HttpVisitor>;
}

interface WorkerFixtures {
  readonly portalUrl: string;
  readonly sandbox: Sandbox;
}

export { expect };

/** Tests that use the product only from outside: through the portal, the AWS console of the sandbox, and the operator commands. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  portalUrl: [async ({}, use) => use(process.env["E2E_PORTAL_URL"] ?? "http://localhost:3000"), { scope: "worker" }],
  sandbox: [async ({}, use) => use(new Sandbox(process.env["E2E_SANDBOX_URL"] ?? "http://localhost:4566")), { scope: "worker" }],
  visitors: async ({}, use) => {
    await use(new Map());
  },
  as: async ({ browser, portalUrl, visitors }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (email) => {
      const visitor = visitors.get(email) ?? new HttpVisitor();
      if (!visitors.has(email)) await signInOverHttp(visitor, portalUrl, portalUrl, email);
      visitors.set(email, visitor);
      const page = await pageAs(browser, visitor, portalUrl);
      contexts.push(page.context());
      await page.goto(portalUrl);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  customer: async ({ portalUrl, visitors }, use) => {
    await use(await createCustomer(portalUrl, visitors));
  },
});

/** An empty page in a new browser context with the session of a signed-in visitor. */
export async function pageAs(browser: Browser, visitor: HttpVisitor | undefined, portalUrl: string): Promise<Page> {
  if (visitor === undefined) throw new Error("nobody is signed in as this address");
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies(sessionCookies(visitor, portalUrl));
  return context.newPage();
}

/** Creates a customer with an owner and a member who have accepted their invitations. Adds their sessions to `visitors`. */
export async function createCustomer(portalUrl: string, visitors: Map<string, HttpVisitor>): Promise<FreshCustomer> {
  const mark = randomBytes(4).toString("hex");
  const customer = { name: `Customer ${mark}`, owner: `owner@${mark}.example`, member: `member@${mark}.example` };
  for (const [email, link] of addCustomerByCommand(customer)) visitors.set(email, await followInvitation(portalUrl, link, email));
  return customer;
}

function sessionCookies(visitor: HttpVisitor, portalUrl: string) {
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

/** Creates a customer with the operator command. Returns the single-use link of each person. */
function addCustomerByCommand({ name, owner, member }: FreshCustomer): [email: string, link: string][] {
  const env = partEnvironment("command");
  const run = spawnSync(process.execPath, [PROGRAM, "customers", "add", name, owner, member], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`customers add failed: ${run.stderr}`);
  return [...run.stdout.matchAll(/^(\S+@\S+)\s+(https?:\S+)$/gm)].map(([, email = "", link = ""]) => [email, link]);
}
