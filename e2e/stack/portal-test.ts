import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type BrowserContext, test as base, expect, type Page } from "playwright/test";
import { Sandbox } from "./sandbox.ts";
import { signIn } from "./sign-in.ts";

export interface FreshCustomer {
  readonly name: string;
  readonly owner: string;
  readonly member: string;
}

interface Fixtures {
  readonly portalUrl: string;
  readonly sandbox: Sandbox;
  /** A page signed in as this address, in a browser context of its own. */
  readonly as: (email: string) => Promise<Page>;
  /** A customer of this test alone, with an owner and a member who have accepted. */
  readonly customer: FreshCustomer;
}

export { expect };

/** The product's tests: everything is done from outside, through the portal, the console and the commands. */
export const test = base.extend<Fixtures>({
  portalUrl: async ({}, use) => {
    await use(process.env["E2E_PORTAL_URL"] ?? "http://localhost:3000");
  },
  sandbox: async ({}, use) => {
    await use(new Sandbox(process.env["E2E_SANDBOX_URL"] ?? "http://localhost:4566"));
  },
  as: async ({ browser, portalUrl }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (email) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, portalUrl, email);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  customer: async ({ browser }, use) => {
    const mark = randomBytes(4).toString("hex");
    const customer = { name: `Customer ${mark}`, owner: `owner@${mark}.example`, member: `member@${mark}.example` };
    const links = foundCustomer(customer);
    for (const [email, link] of links) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await acceptInvitation(page, link, email);
      await context.close();
    }
    await use(customer);
  },
});

/** Founds a customer by the partner's own command; answers who got which single-use link. */
function foundCustomer({ name, owner, member }: FreshCustomer): [email: string, link: string][] {
  const data = process.env["E2E_DATA"] ?? ".data";
  const env = Object.fromEntries(
    readFileSync(`${data}/command.env`, "utf8")
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const run = spawnSync(process.execPath, ["scripts/customers.ts", "add", name, owner, member], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`customers add failed: ${run.stderr}`);
  return [...run.stdout.matchAll(/^(\S+@\S+)\s+(https?:\S+)$/gm)].map(([, email = "", link = ""]) => [email, link]);
}

async function acceptInvitation(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link);
  await signIn(page, undefined, email);
  await page.getByRole("button", { name: /^Accept/ }).click();
  await expect(page).toHaveURL(/\/connections/);
}
