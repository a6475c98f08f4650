import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const lock: { packages: Record<string, { version?: string }> } = JSON.parse(readFileSync("package-lock.json", "utf8"));

/** The first versions without the holes that 04-security §3.15 names: bypasses of the middleware, code from a request, SSRF, SQL names. */
const FLOORS: readonly (readonly [name: string, floor: string])[] = [
  ["next", "16.2.6"],
  ["react", "19.2.6"],
  ["react-dom", "19.2.6"],
  ["drizzle-orm", "0.45.2"],
  ["next-auth", "4.24.12"],
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

test("versions are compared as numbers, and one that is none is too old", () => {
  expect(isAtLeast("16.10.0", "16.2.6")).toBe(true);
  expect(isAtLeast("16.2.6", "16.2.6")).toBe(true);
  for (const old of ["16.2.5", "15.9.9", "16.1.99", "latest", ""]) expect(isAtLeast(old, "16.2.6")).toBe(false);
});
