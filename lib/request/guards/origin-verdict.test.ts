import { expect, test, vi } from "vitest";
import { originVerdict } from "./requester.ts";

vi.mock("server-only", () => ({}));

const APP = "https://portal.example";
const verdict = (headers: Record<string, string>) => originVerdict(new Headers({ host: "portal.example", ...headers }), APP);

test.each([
  ["no Origin and no Sec-Fetch-Site", {}],
  ["Origin: null, as from a sandboxed frame", { origin: "null" }],
  ["Origin: null that says same-origin", { origin: "null", "sec-fetch-site": "same-origin" }],
  ["another site", { origin: "https://evil.example" }],
  ["another scheme", { origin: "http://portal.example" }],
  ["another port", { origin: "https://portal.example:8443" }],
  ["a sibling site that the browser calls same-site", { origin: APP, "sec-fetch-site": "same-site" }],
  ["our Origin but cross-site", { origin: APP, "sec-fetch-site": "cross-site" }],
  ["typed into the address bar", { "sec-fetch-site": "none" }],
  ["no Origin, cross-site", { "sec-fetch-site": "cross-site" }],
  ["a rebound host that agrees with itself", { host: "evil.example", origin: "https://evil.example" }],
  ["a forwarded host that agrees with itself", { "x-forwarded-host": "evil.example", origin: "https://evil.example" }],
  ["our Origin under another host", { host: "evil.example", origin: APP }],
])("a request from outside is refused: %s", (_name, headers) => {
  expect(verdict(headers as Record<string, string>)).toBe("cross-site");
});

test.each([
  ["Origin alone", { origin: APP }],
  ["Origin and Sec-Fetch-Site", { origin: APP, "sec-fetch-site": "same-origin" }],
  ["a form without Origin that the browser calls same-origin", { "sec-fetch-site": "same-origin" }],
  ["behind a load balancer", { host: "10.0.0.7:3000", "x-forwarded-host": "portal.example", origin: APP }],
])("our own pages are let in: %s", (_name, headers) => {
  expect(verdict(headers as Record<string, string>)).toBe("same-origin");
});
