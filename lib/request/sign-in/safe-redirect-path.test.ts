import { globSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { safeRedirectPath } from "./safe-redirect-path.ts";

const APP = "https://portal.example";

test.each([
  "https://evil.example/connections",
  "//evil.example",
  "/\\evil.example",
  "https://portal.example@evil.example/",
  "https://user@portal.example/connections",
  "https://portal.example.evil.example/",
  "http://portal.example/connections",
  "javascript:alert(1)",
  "https://portal.example//evil.example",
  "/api/auth/callback/email?token=theirs&email=maker%40company.example",
  "/connections/../api/auth/callback/email?token=theirs",
  "/_next/data/build/api/auth/callback/email.json?token=theirs&email=maker%40company.example",
  "/_next/image?url=%2Fapi%2Fauth%2Fsignout",
  "/connections/../_next/data/build/api/auth/callback/email.json",
  "/connections/%2e%2e/api/auth/signout",
  "/connections/%2E%2E/%2e%2e/api/auth/signout",
  "/connections/%2e%2e%2fapi/auth/signout",
  "/connections/..%2fapi",
  "/connections/%252e%252e/api",
  "/connections/..\\api",
  "/connections/%5c..%5capi",
  "/connections//api/auth/signout",
  "//connections",
  "/connections/\t../api",
  "/connections\r\nset-cookie: a=b",
  "/connections/%0d%0aset-cookie:a=b",
  "/connections/\u0085",
  " /connections",
  "/Connections",
  "/connectionsx",
  "/connections/",
  "/connections/1;a=b",
  "/connections/1/logs.rsc",
  "/sign-in/confirm?token=theirs",
  "/sign-in/sent",
  ["/connections"],
  undefined,
  `/${"a".repeat(3000)}`,
])("nobody is sent to another place: %s", (given) => {
  expect(safeRedirectPath(given, APP)).toBe("/");
});

test.each([
  ["/connections/1/logs?q=x", "/connections/1/logs?q=x"],
  ["https://portal.example/admin", "/admin"],
  ["https://portal.example", "/"],
  ["/sign-in?error=NoMembership", "/sign-in?error=NoMembership"],
  ["/logs?q=%2Fapi%2F..%2F&x=//evil.example#evidence", "/logs?q=%2Fapi%2F..%2F&x=//evil.example"],
])("a place on this portal is kept: %s", (given, path) => {
  expect(safeRedirectPath(given, APP)).toBe(path);
});

test("the longest path is kept as a path and as a URL, which the service of sign-in makes of it, and one more character is too long", () => {
  const longest = "/logs?q=".padEnd(2000, "x");
  for (const place of [longest, APP + longest]) {
    expect(safeRedirectPath(place, APP)).toBe(longest);
    expect(safeRedirectPath(`${place}x`, APP)).toBe("/");
  }
});

/** The path of a file in app/, with a sample for each dynamic segment. */
function addressOf(file: string): string {
  const parts = dirname(file)
    .split("/")
    .slice(1)
    .filter((part) => !part.startsWith("("));
  return `/${parts.map((part) => part.replace(/\[(?:\.\.\.)?\w+\]/, "0192f0c4-0000-7000-8000-000000000001")).join("/")}`;
}

/** Pages that are only reached from another page or by an email, and are never a redirect target. */
const NO_RETURN = [
  "/security-contacts/0192f0c4-0000-7000-8000-000000000001",
  "/sign-in/confirm",
  "/sign-in/sent",
  "/unsubscribe/0192f0c4-0000-7000-8000-000000000001",
];
/** Routes below a page that are not pages: a file that is only read, and the target of a form that accepts no GET. */
const BELOW_PAGES = [
  "/connections/0192f0c4-0000-7000-8000-000000000001/template",
  "/invitations/0192f0c4-0000-7000-8000-000000000001/accept",
];

test("every page of the portal is an allowed redirect target or is listed as an exception", () => {
  const pages = globSync("app/**/page.tsx").map(addressOf);
  expect(pages.length).toBeGreaterThan(15);
  expect(pages.filter((page) => safeRedirectPath(page, APP) !== page).sort()).toEqual(NO_RETURN);
});

test("no route is a redirect target, except those listed as harmless", () => {
  const routes = globSync("app/**/route.ts").map(addressOf);
  expect(routes.length).toBeGreaterThan(8);
  expect(routes.filter((route) => safeRedirectPath(route, APP) === route).sort()).toEqual(BELOW_PAGES);
});

/** Parts from which an attacker could build a redirect to another site. */
const PIECES = [
  "/",
  "\\",
  ".",
  "..",
  "%2e",
  "%2f",
  "%5c",
  "%25",
  ":",
  "@",
  "?",
  "#",
  ";",
  "\t",
  "\n",
  "\0",
  "\u2028",
  "//",
  "http:",
  "evil.example",
];
const WORDS = ["connections", "admin", "logs", "api", "auth", "_next", "data", "portal.example", "sign-in", "x"];
const attempt = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.webUrl({ withQueryParameters: true }),
  fc.array(fc.constantFrom(...PIECES, ...WORDS, "https://portal.example"), { maxLength: 12 }).map((parts) => parts.join("")),
);

test("for any input the result is a page of the portal, also after repeated decoding and resolving", () => {
  fc.assert(
    fc.property(attempt, (given) => {
      const path = safeRedirectPath(given, APP);
      expect(safeRedirectPath(path, APP)).toBe(path);
      const { origin, pathname } = new URL(path, APP);
      expect(origin).toBe(APP);
      expect(decodeURIComponent(pathname)).toBe(pathname);
      expect(path.split("?")[0]).toBe(pathname);
      expect(pathname).toMatch(/^\/(?:sign-in|(?:connections|logs|security|settings|admin|invitations)(?:\/[\w-]+)*)?$/);
    }),
    { numRuns: 5000, seed: 24 },
  );
});
