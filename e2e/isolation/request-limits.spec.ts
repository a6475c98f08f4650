import { readFileSync } from "node:fs";
import { expect, test } from "#e2e/support/portal-test.ts";
import { pidOfPort, residentBytes } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import { ENTRY_POINTS, type EntryPoint, pathOf } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { endlessChunks, type RawAnswer, sendRaw } from "./raw-request.ts";
import { actionId } from "./try-entry-point.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
/** The longest body that the portal reads, as docs/security.md promises it. */
const LONGEST = 64 * KIB;
const TOO_LONG = "This request is too long. The portal reads at most 65,536 bytes of a request.";

/** Headers by which the framework talks to itself; a request from outside may try to be part of that conversation. */
const INTERNAL = [
  "x-action-forwarded: 1",
  "x-nextjs-data: 1",
  "x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy",
  "x-middleware-next: 1",
  "next-resume: 1",
  "x-sallyport-peer: 203.0.113.1",
];

const cookies: Record<"nobody" | "owner" | "admin", string> = { nobody: "", owner: "", admin: "" };
const best = (door: EntryPoint) => (door.who === "anybody" ? "nobody" : Array.isArray(door.who) ? "admin" : "owner");

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

/** Request line and headers as our own pages would send them with a body, without the body's length. */
function headOf(portalUrl: string, door: EntryPoint): string[] {
  const [, verb = "GET"] = door.name.split(" ");
  const line =
    door.kind === "action" ? "POST /sign-in HTTP/1.1" : `${door.kind === "page" ? "POST" : verb} ${pathOf(door, absentObjects())} HTTP/1.1`;
  return [
    line,
    `host: ${new URL(portalUrl).host}`,
    `origin: ${portalUrl}`,
    "sec-fetch-site: same-origin",
    `content-type: ${door.kind === "action" ? "text/plain;charset=UTF-8" : "application/x-www-form-urlencoded"}`,
    ...(door.kind === "action" ? [`next-action: ${actionId(door)}`, "accept: text/x-component"] : []),
    ...(cookies[best(door)] === "" ? [] : [`cookie: ${cookies[best(door)]}`]),
  ];
}

/** A body of known length that is one byte too long and never sent, and one without an end. */
async function sendTooLong(portalUrl: string, head: readonly string[]): Promise<Record<"declared" | "chunked", RawAnswer>> {
  const [declared, chunked] = await Promise.all([
    sendRaw(portalUrl, { head: [...head, `content-length: ${LONGEST + 1}`] }),
    sendRaw(portalUrl, { head: [...head, "transfer-encoding: chunked"], body: endlessChunks(16 * KIB, 8) }),
  ]);
  return { declared, chunked };
}

function expectCutOff(answers: Record<string, RawAnswer>): void {
  for (const [how, { status, text }] of Object.entries(answers)) {
    expect(status, `${how}: ${text.slice(0, 200)}`).toBe(413);
    expect(text.toLowerCase(), how).toContain("\r\nconnection: close\r\n");
    expect(text, how).toContain(TOO_LONG);
  }
}

for (const door of ENTRY_POINTS) {
  test(`a body over 64 KiB is refused at once and the connection closed: ${door.name}`, async ({ portalUrl }) => {
    const head = headOf(portalUrl, door);
    expectCutOff(await sendTooLong(portalUrl, head));
    expectCutOff(await sendTooLong(portalUrl, [...head, ...INTERNAL]));
  });
}

const ELSEWHERE = [
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

for (const line of ELSEWHERE) {
  test(`so is one to what is no entry point: ${line}`, async ({ portalUrl }) => {
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

test("no address of the framework's data leads to a mailed link, however it is written", async ({ portalUrl }) => {
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

test("a call that the framework passes on to the page that knows it is still answered without another page in it", async ({
  portalUrl,
  customer,
  visitors,
}) => {
  const visitor = visitors.get(customer.owner);
  const start = ENTRY_POINTS.find(({ name }) => name.endsWith(" startConnection"));
  if (visitor === undefined || start === undefined) throw new Error("nobody may start a connection");
  const cookie = [...visitor.cookiesOf(portalUrl)].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = {
    ...{ cookie, origin: portalUrl, "sec-fetch-site": "same-origin", accept: "text/x-component" },
    ...{ "next-action": actionId(start), "content-type": "text/plain;charset=UTF-8" },
  };
  const answer = await fetch(`${portalUrl}/sign-in`, { method: "POST", headers, body: "[{}]", signal: AbortSignal.timeout(15_000) });
  const text = await answer.text();
  expect(text).toContain('"ok":true');
  // The framework draws the page anew after such an act, but not for a call that it has passed on.
  expect(text).not.toContain('"f":[');
});

test("what is sent in vain costs no memory: during 128 MiB of endless bodies the process grows by less than 32 MiB", async ({
  portalUrl,
}) => {
  test.setTimeout(180_000);
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
  /** 8 MiB of one body, which the portal may take or not; watches meanwhile what the process holds. */
  function* watched() {
    for (const chunk of endlessChunks(64 * KIB, 128)) {
      most = Math.max(most, residentBytes(pid));
      yield chunk;
    }
  }
  const flood = async () => {
    [sent, most] = [0, 0];
    while (sent < 128 * MIB) {
      const answers = await Promise.all(Array.from({ length: 16 }, () => sendRaw(portalUrl, { head, body: watched() })));
      for (const answer of answers) sent += answer.sent;
    }
    return most;
  };
  // The first time fills what the process keeps for later: pools, compiled code, the young generation.
  await flood();
  const before = residentBytes(pid);
  expect(((await flood()) - before) / MIB).toBeLessThan(32);
});
