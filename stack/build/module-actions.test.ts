import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * Next.js encrypts only what an action inside a component captures. `build-release.ts` derives the key from the sources, so there must be no such
 * action: each `"use server"` is the first statement of its file.
 */
test("every action belongs to a module of actions, so the build encrypts nothing", () => {
  const files = globSync("{app,components,lib}/**/*.{ts,tsx}");
  expect(files.length).toBeGreaterThan(500);
  const inside = files.filter((file) => /["']use server["']/.test(readFileSync(file, "utf8").replace(/^["']use server["'];\n/, "")));
  expect(inside).toEqual([]);
});
