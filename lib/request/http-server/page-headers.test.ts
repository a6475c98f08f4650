import { type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POLICY_OF_NO_PAGE } from "#lib/request/headers/content-security-policy.ts";
import { putOnHeaders } from "#lib/request/headers/security-headers.ts";
import { createHttpServer } from "./http-server.ts";

let server: Server;

beforeAll(async () => {
  putOnHeaders("http://portal.example");
  // In place of Next.js: responds with the headers of the request that it got.
  server = createHttpServer((request, response) => void response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

interface Got {
  /** The headers of the request that Next.js gets. */
  readonly passed: Readonly<Record<string, string>>;
  /** The headers of the response. */
  readonly sent: Readonly<Record<string, unknown>>;
}

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sending = send({ port, host: "127.0.0.1", path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => resolve({ passed: JSON.parse(Buffer.concat(pieces).toString()), sent: response.headers }));
    });
    sending.on("error", reject);
    sending.end();
  });
}

const POLICY = "content-security-policy";
const nonceOf = (policy: unknown) => /'nonce-([A-Za-z0-9+/=]{24})'/.exec(String(policy))?.[1];

test("headers of the request for the policy or the requested path are overwritten", async () => {
  const forged = { [POLICY]: "script-src *", "content-security-policy-report-only": "script-src 'nonce-AAAA'", "x-asked-path": "/admin" };
  const { passed, sent } = await get("/connections?_rsc=abc", forged);
  expect(passed[POLICY]).toContain("'strict-dynamic'");
  expect(passed).not.toHaveProperty("content-security-policy-report-only");
  expect(passed["x-asked-path"]).toBe("/connections");
  expect(sent[POLICY]).toBe(passed[POLICY]);
});

test("static files and calls of server actions get a policy in which nothing runs, whatever other headers they have", async () => {
  const requests = [
    await get("/_next/static/chunks/a.js", { [POLICY]: "script-src *" }),
    await get("/fonts/a.woff2"),
    await get("/icon.svg"),
    await get("/connections", { "next-action": "40ab", [POLICY]: "script-src *" }),
    await get("/connections", { "next-action": "", "transfer-encoding": "chunked" }, "POST"),
    // Not the path of a page, however Next.js reads it: without a nonce no script of a page runs.
    await get("/_next/static/../../connections"),
  ];
  for (const { passed, sent } of requests) {
    expect(sent[POLICY]).toBe(POLICY_OF_NO_PAGE);
    expect(passed).not.toHaveProperty(POLICY);
    expect(passed).not.toHaveProperty("x-asked-path");
  }
});

test("every page and route has a policy with its own nonce, which Next.js gets too, and is never cached; what a route sends is not compressed", async () => {
  const nonces = new Set<string | undefined>();
  for (const path of ["/", "/sign-in", "/connections/1/logs", "/api/auth/csrf", "/api/connections/1/download", "/admin", "/admin"]) {
    const { passed, sent } = await get(path);
    expect(nonceOf(sent[POLICY]), path).toBeDefined();
    expect(passed[POLICY], path).toBe(sent[POLICY]);
    expect(sent["cache-control"], path).toBe(path.startsWith("/api/") ? "no-store, no-transform" : "no-store");
    nonces.add(nonceOf(sent[POLICY]));
  }
  expect(nonces.size).toBe(7);
});

test("a page gets its own path with its query, and a path that looks like another host stays a path", async () => {
  expect((await get("/connections?x=1&_rsc=abc&y=%20")).passed["x-asked-path"]).toBe("/connections?x=1&y=+");
  expect((await get("//evil.example/connections")).passed["x-asked-path"]).toBe("//evil.example/connections");
  expect((await get("/connections/%zz?%zz")).passed["x-asked-path"]).toMatch(/^\/connections\//);
});
