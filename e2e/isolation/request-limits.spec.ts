import { readFileSync } from "node:fs";
import { expect, test } from "#e2e/support/portal-test.ts";
import { pidOfPort, residentBytes } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import { ENTRY_POINTS, type EntryPoint, entryPointNamed, pathOf } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { endlessChunks, type RawResponse, sendRaw } from "./raw-request.ts";
import { actionId } from "./try-entry-point.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
/** The longest body that the portal reads, in bytes (docs/security.md). */
const MAX_BODY = 64 * KIB;
const TOO_LONG = "This request is too long. The portal accepts at most 65,536 bytes of a request.";

/** Headers that Next.js uses for its internal requests, and that an attacker can send. */
const INTERNAL = [
  "x-action-forwarded: 1",
  "x-nextjs-data: 1",
  "x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy",
  "x-middleware-next: 1",
  "next-resume: 1",
  "x-sallyport-peer: 203.0.113.1",
];

const cookies: Record<"nobody" | "owner" | "admin", string> = { nobody: "", owner: "", admin: "" };
const personFor = (entryPoint: EntryPoint) => (entryPoint.who === "anybody" ? "nobody" : Array.isArray(entryPoint.who) ? "admin" : "owner");

test.beforeAll(async ({ portalUrl }) => {
  for (const [person, email] of [
    ["owner", "owner@acme.example"],
    ["admin", "admin@partner.example"],
  ] as const) {
    const visitor = new HttpVisitor();
    await signInOverHttp(visitor, portalUrl, portalUrl, email);
    cookies[person] = [...visitor.cookiesOf(portalUrl)].map(([name, value]) => `${name}=${value}`).join("; ");
  }
});

/** The request line and headers that the portal's own pages send with a body, without the length of the body. */
function headOf(portalUrl: string, entryPoint: EntryPoint): string[] {
  const [, method = "GET"] = entryPoint.name.split(" ");
  const line =
    entryPoint.kind === "action"
      ? "POST /sign-in HTTP/1.1"
      : `${entryPoint.kind === "page" ? "POST" : method} ${pathOf(entryPoint, absentObjects())} HTTP/1.1`;
  return [
    line,
    `host: ${new URL(portalUrl).host}`,
    `origin: ${portalUrl}`,
    "sec-fetch-site: same-origin",
    `content-type: ${entryPoint.kind === "action" ? "text/plain;charset=UTF-8" : "application/x-www-form-urlencoded"}`,
    ...(entryPoint.kind === "action" ? [`next-action: ${actionId(entryPoint)}`, "accept: text/x-component"] : []),
    ...(cookies[personFor(entryPoint)] === "" ? [] : [`cookie: ${cookies[personFor(entryPoint)]}`]),
  ];
}

/** Sends two requests: one declares a body that is one byte too long and sends none, the other sends a chunked body without end. */
async function sendTooLong(portalUrl: string, head: readonly string[]): Promise<Record<"declared" | "chunked", RawResponse>> {
  const [declared, chunked] = await Promise.all([
    sendRaw(portalUrl, { head: [...head, `content-length: ${MAX_BODY + 1}`] }),
    sendRaw(portalUrl, { head: [...head, "transfer-encoding: chunked"], body: endlessChunks(16 * KIB, 8) }),
  ]);
  return { declared, chunked };
}

function expectTooLong(answers: Record<string, RawResponse>): void {
  for (const [how, { status, text }] of Object.entries(answers)) {
    expect(status, `${how}: ${text.slice(0, 200)}`).toBe(413);
    expect(text.toLowerCase(), how).toContain("\r\nconnection: close\r\n");
    expect(text, how).toContain(TOO_LONG);
  }
}

for (const entryPoint of ENTRY_POINTS) {
  test(`a body over 64 KiB is rejected at once and the connection is closed: ${entryPoint.name}`, async ({ portalUrl }) => {
    const head = headOf(portalUrl, entryPoint);
    expectTooLong(await sendTooLong(portalUrl, head));
    expectTooLong(await sendTooLong(portalUrl, [...head, ...INTERNAL]));
  });
}

const NO_ENTRY_POINT = [
  "GET /_next/static/chunks/none.js",
  "POST /_next/static/chunks/none.js",
  "GET /favicon.ico",
  "HEAD /icon.svg",
  "POST /fonts/open-sans-400.woff2",
  "GET /_next/image?url=%2Ficon.svg&w=64&q=75",
  "DELETE /nowhere",
  "PUT /api/health",
  "OPTIONS /connections",
];

for (const line of NO_ENTRY_POINT) {
  test(`a body over 64 KiB is rejected where there is no entry point: ${line}`, async ({ portalUrl }) => {
    const head = [`${line} HTTP/1.1`, `host: ${new URL(portalUrl).host}`];
    for (const extra of [[], ["next-action: x"], ["next-action: x", ...INTERNAL], ["expect: 100-continue"], ["content-encoding: gzip"]]) {
      const answers = await sendTooLong(portalUrl, [...head, ...extra]);
      for (const [how, { status, text }] of Object.entries(answers)) expect(status, `${how}, ${extra}: ${text.slice(0, 200)}`).toBe(413);
    }
  });
}

const build = () => readFileSync(".next/BUILD_ID", "utf8");
const DATA_PATHS = [
  (path: string) => `/_next/data/${build()}${path}.json`,
  (path: string) => `//_next/data/${build()}${path}.json`,
  (path: string) => `/_next//data/${build()}${path}.json`,
  (path: string) => `/_next/./data/${build()}${path}.json`,
  (path: string) => `/connections/../_next/data/${build()}${path}.json`,
  (path: string) => `/%5fnext/data/${build()}${path}.json`,
  (path: string) => `/_next%2fdata/${build()}${path}.json`,
  (path: string) => `/_NEXT/data/${build()}${path}.json`,
  (path: string) => `/_next\\data\\${build()}${path}.json`,
  (path: string) => `/_next/data/${build()}/en${path}.json`,
  (path: string) => `/en/_next/data/${build()}${path}.json`,
  (path: string) => `/_next/data/another${path}.json`,
];

test("no form of a Next.js data URL reaches the callback of an emailed link", async ({ portalUrl }) => {
  const query = `?token=${"0".repeat(64)}&email=owner%40acme.example&callbackUrl=%2F`;
  for (const [n, pathOfData] of DATA_PATHS.entries()) {
    for (const extra of [[], ["x-nextjs-data: 1"], ["x-nextjs-data: 1", "x-matched-path: /api/auth/callback/email"]]) {
      const line = `GET ${pathOfData("/api/auth/callback/email")}${query} HTTP/1.1`;
      const head = [line, `host: ${new URL(portalUrl).host}`, "sec-fetch-site: same-origin", ...extra];
      const { status, text } = await sendRaw(portalUrl, { head });
      expect(status, `${n} ${line} ${text.slice(0, 300)}`).toBe(404);
    }
  }
});

test("an action that Next.js forwards to the page which contains it returns no other page", async ({ portalUrl, customer, visitors }) => {
  const visitor = visitors.get(customer.owner);
  const start = entryPointNamed("startConnection");
  if (visitor === undefined) throw new Error("the owner is not signed in");
  const cookie = [...visitor.cookiesOf(portalUrl)].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = {
    ...{ cookie, origin: portalUrl, "sec-fetch-site": "same-origin", accept: "text/x-component" },
    ...{ "next-action": actionId(start), "content-type": "text/plain;charset=UTF-8" },
  };
  const answer = await fetch(`${portalUrl}/sign-in`, { method: "POST", headers, body: "[{}]", signal: AbortSignal.timeout(15_000) });
  const text = await answer.text();
  expect(text).toContain('"ok":true');
  // After such an action Next.js renders the page again, but not for a call that it forwarded.
  expect(text).not.toContain('"f":[');
});

test("rejected bodies use no memory: during 128 MiB of endless bodies the process grows by less than 32 MiB", async ({ portalUrl }) => {
  const pid = pidOfPort(Number(new URL(portalUrl).port));
  const head = [
    "POST /api/auth/signout HTTP/1.1",
    `host: ${new URL(portalUrl).host}`,
    `origin: ${portalUrl}`,
    "next-action: x",
    "x-action-forwarded: 1",
    "transfer-encoding: chunked",
  ];
  let [sent, most] = [0, 0];
  /** 8 MiB of one body. Measures the memory of the process while it is sent. */
  function* measuredBody() {
    for (const chunk of endlessChunks(64 * KIB, 128)) {
      most = Math.max(most, residentBytes(pid));
      yield chunk;
    }
  }
  const flood = async () => {
    [sent, most] = [0, 0];
    while (sent < 128 * MIB) {
      const answers = await Promise.all(Array.from({ length: 16 }, () => sendRaw(portalUrl, { head, body: measuredBody() })));
      for (const answer of answers) sent += answer.sent;
    }
    return most;
  };
  // The first run fills what the process keeps: buffer pools, compiled code, the young generation of the heap.
  await flood();
  const before = residentBytes(pid);
  expect(((await flood()) - before) / MIB).toBeLessThan(32);
});
