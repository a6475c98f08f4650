import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";
import { afterEach, beforeEach, expect, test } from "vitest";
import { licenseNotices, noticesText, uncoveredFolders } from "./license-notices.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "notices-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A package in a folder of its own, with or without a license file. */
function packageOf(name: string, license: string, text?: string) {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, author: "Ana <ana@acme.example>" }));
  if (text !== undefined) writeFileSync(join(place, "LICENSE"), text);
  return { name, version: "1.0.0", license, folder: place };
}

test.each(["AGPL-3.0-only", "GPL-3.0", "LGPL-3.0-or-later", "SSPL-1.0", "BUSL-1.1", "MIT AND GPL-3.0", ""])(
  "a package with the license %j may not ship, also if it has a license file, and the error names it",
  (license) => {
    const packages = [packageOf("harmless", "MIT", "text"), packageOf("restricted", license, "text")];
    expect(() => licenseNotices(folder, packages)).toThrow(`restricted has the license ${license || "(none)"}, which may not ship`);
  },
);

test("a package whose license text is unknown may not ship", () => {
  expect(() => licenseNotices(folder, [packageOf("bare", "BSD-3-Clause")])).toThrow("bare has the license BSD-3-Clause, but not its text");
});

test("code inside Next.js whose license is unknown may not ship", () => {
  mkdirSync(join(folder, "node_modules/next/dist/compiled/@scope/new-code"), { recursive: true });
  expect(() => licenseNotices(folder, [])).toThrow("next/dist/compiled/@scope/new-code has the license (none)");
});

test("a package in the folder of the web process without a notice is found", () => {
  for (const name of ["known", "unknown", "@scope/unknown"]) mkdirSync(join(folder, "web/node_modules", name), { recursive: true });
  expect(uncoveredFolders(join(folder, "web"), licenseNotices(folder, [packageOf("known", "MIT", "text")]))).toEqual([
    "unknown",
    "@scope/unknown",
  ]);
});

test("the file has every package with its version, and each text once; a package without a file gets the text of its license", () => {
  const text = noticesText(
    licenseNotices(folder, [
      packageOf("a", "MIT", "Copyright A"),
      packageOf("b", "(MIT OR GPL-3.0)", "Copyright A"),
      packageOf("c", "ISC"),
    ]),
  );
  expect(text).toContain("a 1.0.0 (MIT)\nb 1.0.0 ((MIT OR GPL-3.0))\n\nCopyright A\n");
  expect(text.match(/Copyright A/g)).toHaveLength(1);
  expect(text).toMatch(/c 1\.0\.0 \(ISC\)\n\nCopyright \(c\) Ana\n\nPermission to use, copy, modify, and\/or distribute/);
});

test("every package that is bundled into the worker and the commands has a notice with a text", async () => {
  const bundle = await rolldown({
    input: "scripts/cli/sallyport.ts",
    platform: "node",
    external: ["pg-native", "pg-cloudflare"],
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  const files = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : [])).map((id) => relative(".", id));
  const bundled = new Set(files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  const noticed = new Map(licenseNotices(folder).map(({ name, text }) => [name, text]));
  expect(bundled.size).toBeGreaterThan(20);
  expect([...bundled].filter((name) => (noticed.get(name) ?? "").length < 300)).toEqual([]);
});
