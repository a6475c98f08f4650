import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { freePort } from "#db/testing/free-port.ts";
import { partEnvironment } from "#e2e/support/part-environment.ts";
import { expect, freshCustomer, pageAs, test } from "#e2e/support/portal-test.ts";
import { HttpVisitor } from "#scripts/demo/http-visitor.ts";
import { signInOverHttp } from "#scripts/demo/sign-in-over-http.ts";
import { DOORS } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

interface Limits {
  readonly profiles: Readonly<Record<string, { readonly callsPerMinute: { readonly is?: number; readonly from?: string } }>>;
  readonly entryPoints: Readonly<Record<string, string>>;
}
const LIMITS: Limits = JSON.parse(readFileSync("e2e/isolation/limits.json", "utf8"));
const limitOf = (name: string) => LIMITS.profiles[LIMITS.entryPoints[name] ?? ""]?.callsPerMinute;
const RATED = DOORS.filter(({ name }) => limitOf(name)?.from?.endsWith("DEFAULT_READS_PER_MINUTE"));

/** Reads a minute of one person, in a second web process over the same database: few, so that a test can pass them. */
const READS = 10;
let second: ChildProcess;
let portal = "";

test.beforeAll(async ({ request }) => {
  test.setTimeout(90_000);
  const port = await freePort();
  portal = `http://localhost:${port}`;
  const { PATH = "", HOME = "" } = process.env;
  const env = {
    PATH,
    HOME,
    ...partEnvironment("web"),
    PORT: String(port),
    APP_URL: portal,
    NEXTAUTH_URL: portal,
    LOG_READS_PER_MINUTE: String(READS),
  };
  second = spawn(process.execPath, ["scripts/start.ts"], { env: { NODE_ENV: "production", ...env }, stdio: "ignore" });
  const status = () =>
    request.get(`${portal}/api/health/ready`).then(
      (answer) => answer.status(),
      () => 0,
    );
  await expect.poll(status, { timeout: 60_000 }).toBe(200);
});

test.afterAll(() => {
  second.kill("SIGTERM");
});

test("there are entry points that are counted by the minute", () => {
  expect(RATED.length).toBeGreaterThanOrEqual(5);
});

for (const door of RATED) {
  test(`a person who calls it more often in a minute is told to wait: ${door.name}`, async ({ browser, portalUrl }) => {
    const customer = await freshCustomer(portalUrl, new Map());
    const visitor = new HttpVisitor();
    await signInOverHttp(visitor, portal, portal, customer.member);
    const context = (await pageAs(browser, visitor, portal)).context();
    const codes: string[] = [];
    for (let n = 0; n <= READS; n++) codes.push((await tryEntryPoint(context.request, portal, door, { objects: absentObjects() })).code);
    await context.close();
    expect(codes.slice(0, READS)).not.toContain("limited");
    expect(codes.at(-1)).toBe("limited");
  });
}
