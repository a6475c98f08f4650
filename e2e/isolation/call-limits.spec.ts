import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { APIRequestContext, Browser } from "playwright/test";
import { freePort } from "#db/testing/free-port.ts";
import { returnPage } from "#e2e/support/page-pool.ts";
import { type AddCustomer, contextAs, createCustomer, expect, pageAs, test } from "#e2e/support/portal-test.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import { ENTRY_POINTS, type EntryPoint } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

interface Limits {
  readonly profiles: Readonly<Record<string, { readonly callsPerMinute: { readonly is?: number; readonly from?: string } }>>;
  readonly entryPoints: Readonly<Record<string, string>>;
}
const LIMITS: Limits = JSON.parse(readFileSync("e2e/isolation/limits.json", "utf8"));
const limitOf = (name: string) => LIMITS.profiles[LIMITS.entryPoints[name] ?? ""]?.callsPerMinute;
const RATED = ENTRY_POINTS.filter(({ name }) => limitOf(name)?.from?.endsWith("DEFAULT_READS_PER_MINUTE"));

/** What each process counts by itself, by the name of its figure. */
const COUNTED = Map.groupBy(
  ENTRY_POINTS.filter(({ name }) => limitOf(name)?.from?.startsWith("lib/request/limits/call-limits.ts")),
  ({ name }) => limitOf(name)?.from?.split(" ")[1] ?? "",
);

/** In a second web process over the same database: few, so that a test can pass them. */
const READS = 10;
const FACTOR = 0.02;
let second: ChildProcess;
let portal = "";

test.beforeAll(async ({ request }) => {
  const port = await freePort();
  portal = `http://localhost:${port}`;
  const env = {
    ...inheritedVariables(),
    ...partEnvironment("web"),
    PORT: String(port),
    APP_URL: portal,
    NEXTAUTH_URL: portal,
    LOG_READS_PER_MINUTE: String(READS),
    CALLS_PER_MINUTE_FACTOR: String(FACTOR),
  };
  second = spawn(process.execPath, [PROGRAM, "web"], { env: { NODE_ENV: "production", ...env }, stdio: "ignore" });
  const status = () =>
    request.get(`${portal}/api/health/ready`).then(
      (answer) => answer.status(),
      () => 0,
    );
  await expect.poll(status).toBe(200);
});

test.afterAll(() => {
  second.kill("SIGTERM");
});

test("every entry point is counted by the minute, but for those that say whether the portal works", () => {
  const counted = [...RATED, ...[...COUNTED.values()].flat()];
  const others = ENTRY_POINTS.filter((door) => !counted.includes(door)).map(({ name }) => name);
  expect(others.filter((name) => !name.startsWith("route GET /api/health"))).toEqual([]);
  expect(RATED.length).toBeGreaterThanOrEqual(5);
});

/** Somebody with no call in the second process yet: signed in at the first, over the same database. */
async function somebody(browser: Browser, portalUrl: string, add: AddCustomer, who: EntryPoint["who"]): Promise<APIRequestContext> {
  if (who === "anybody") return (await browser.newContext()).request;
  const visitors = new Map<string, HttpVisitor>();
  let email = "admin@partner.example";
  if (Array.isArray(who)) {
    const visitor = new HttpVisitor();
    await signInOverHttp(visitor, portalUrl, portalUrl, email);
    visitors.set(email, visitor);
  } else email = (await createCustomer(add, portalUrl, visitors)).owner;
  return (await contextAs(browser, visitors.get(email), portalUrl)).request;
}

for (const door of RATED) {
  test(`a person who calls it more often in a minute gets a message to wait: ${door.name}`, async ({ addCustomer, browser, portalUrl }) => {
    const request = await somebody(browser, portalUrl, addCustomer, door.who);
    const codes: string[] = [];
    for (let n = 0; n <= READS; n++) codes.push((await tryEntryPoint(request, portal, door, { objects: absentObjects() })).code);
    expect(codes.slice(0, READS)).not.toContain("limited");
    expect(codes.at(-1)).toBe("limited");
  });
}

for (const [figure, doors] of COUNTED) {
  test(`a person who calls one of these entry points more often in a minute gets a message to wait: ${figure}`, async ({
    addCustomer,
    browser,
    portalUrl,
  }) => {
    const [first] = doors;
    if (first === undefined) throw new Error(`nothing is counted as ${figure}`);
    const request = await somebody(browser, portalUrl, addCustomer, first.who);
    const call = (door: EntryPoint) => tryEntryPoint(request, portal, door, { objects: absentObjects() });
    const most = Math.round((limitOf(first.name)?.is ?? 0) * FACTOR);
    for (let n = 0; n < most; n++) expect((await call(first)).status, `call ${n + 1} of ${most}`).not.toBe(429);
    for (const door of doors) {
      const { status, code, headers, body } = await call(door);
      expect(body, door.name).toMatch(/Try again in [0-9]+ seconds?\./);
      if (door.kind !== "page") expect(code, door.name).toBe("limited");
      if (door.kind === "action") continue;
      expect(status, door.name).toBe(429);
      expect(Number(headers["retry-after"]), door.name).toBeGreaterThan(0);
    }
  });
}

test("what is limited in a browser is a page that says how long to wait", async ({ addCustomer, browser, portalUrl }) => {
  const visitors = new Map<string, HttpVisitor>();
  const { member } = await createCustomer(addCustomer, portalUrl, visitors);
  const page = await pageAs(browser, visitors.get(member), portalUrl);
  for (let n = 0; n < 7; n++) await page.goto(`${portal}/settings/sessions`);
  await expect(page.getByRole("heading", { name: "Too many requests" })).toBeVisible();
  await expect(page.getByText(/^Too many pages were opened within one minute\. Try again in [0-9]+ seconds?\.$/)).toBeVisible();
  await returnPage(page, portalUrl);
});
