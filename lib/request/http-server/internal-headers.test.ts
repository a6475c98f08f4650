import { globSync, readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { PEER_HEADER } from "#lib/request/headers/network-address.ts";
import { closeServers, listenHttp } from "#lib/request/testing/listen-http.ts";
import { sendText } from "#lib/request/testing/raw-client.ts";
import { isInternalHeader, markSelfCalls } from "./internal-headers.ts";

afterEach(closeServers);

/** What looks like a header's name in the code of the framework that serves or calls: constants, properties, parts of other names. */
const NAMES: ReadonlySet<string> = new Set(
  globSync("node_modules/next/dist/{server,shared/lib,lib,client/components,build/templates}/**/*.js").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/['"`]((?:x-|next-)[a-z0-9-]*[a-z0-9])['"`]/g)].map(([, name = ""]) => name),
  ),
);

/** What browsers and the proxies in front send, and is meant to arrive; and what is no header of a request at all. */
const MAY_ARRIVE = [
  ...["next-action", "next-router-prefetch", "next-router-segment-prefetch", "next-router-state-tree", "next-url"],
  ...["x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"],
  ...["x-deployment-id", "x-gzip"],
];

test("every header that Next.js knows is removed from outside requests, unless this test lists it as allowed", () => {
  expect(NAMES.size).toBeGreaterThan(50);
  expect([...NAMES].filter((name) => !isInternalHeader(name)).sort()).toEqual(MAY_ARRIVE.toSorted());
});

test.each(["content-security-policy", "content-security-policy-report-only", "x-asked-path", "x-sallyport-peer", "x-sallyport-self"])(
  "nor does %s, which the portal or its framework believes",
  (name) => {
    expect(isInternalHeader(name)).toBe(true);
  },
);

test.each(["rsc", "cookie", "origin", "sec-fetch-site", "authorization", "x-request-id", "x-amzn-trace-id", "traceparent"])(
  "%s arrives",
  (name) => {
    expect(isInternalHeader(name)).toBe(false);
  },
);

const INTERNAL = [
  "X-Action-Forwarded",
  "x-nextjs-data",
  "X-Middleware-Subrequest",
  "next-resume",
  "x-asked-path",
  PEER_HEADER,
  "x-sallyport-self",
];

test("internal headers of Next.js from outside are removed from every form in which Node offers them", async () => {
  const port = await listenHttp((request, response) => {
    const names = [...Object.keys(request.headers), ...Object.keys(request.headersDistinct), ...request.rawHeaders];
    response.end(JSON.stringify({ names: names.map((name) => name.toLowerCase()), peer: request.headers[PEER_HEADER] }));
  });
  const answer = await sendText(port, [
    "GET / HTTP/1.1",
    "host: portal.example",
    "connection: close",
    "Next-Action: 40ab",
    ...INTERNAL.map((name) => `${name}: ${"0".repeat(64)}`),
  ]);
  const { names, peer } = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? "{}");
  expect(names).toContain("next-action");
  for (const name of INTERNAL.filter((each) => each !== PEER_HEADER)) expect(names, name).not.toContain(name.toLowerCase());
  expect(peer).toBe("127.0.0.1");
});

test("a request of this process to itself keeps them without the secret; a request to another address has no secret", async () => {
  const headersOf: RequestListener = (request, response) => void response.end(JSON.stringify(request.headers));
  const [port, other] = [await listenHttp(headersOf), await listenHttp(headersOf)];
  markSelfCalls(() => `http://127.0.0.1:${port}`);
  const asked = async (to: number) =>
    (await (
      await fetch(`http://127.0.0.1:${to}/`, { headers: { "x-action-forwarded": "1", [PEER_HEADER]: "203.0.113.9" } })
    ).json()) as Record<string, string>;
  const own = await asked(port);
  expect(own).toMatchObject({ "x-action-forwarded": "1", [PEER_HEADER]: "203.0.113.9" });
  expect(own).not.toHaveProperty("x-sallyport-self");
  const elsewhere = await asked(other);
  expect(elsewhere).toMatchObject({ [PEER_HEADER]: "127.0.0.1" });
  expect(elsewhere).not.toHaveProperty("x-action-forwarded");
});
