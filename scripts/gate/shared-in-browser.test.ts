import { globSync } from "node:fs";
import { isBuiltin } from "node:module";
import { relative, resolve } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { describe, expect, test } from "vitest";

const SERVER_PACKAGES = /^(?:pg|server-only|next\/headers)(?:\/|$)/;
const SERVER_FOLDERS = /^(?:db|lib\/request)\//;

/**
 * Bundles a file for the browser and returns every server module that it imports, directly or through other files, as
 * "module in file". Modules that tree shaking would remove count too: a page that imports them fails to build. With `source`
 * the file need not exist.
 */
async function serverModulesIn(file: string, source?: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const report: Plugin = {
    name: "report-server-modules",
    load: (id) => (id === resolve(file) ? source : undefined),
    async resolveId(imported, importer) {
      if (importer === undefined) return resolve(imported);
      const place = relative(".", importer);
      if (isBuiltin(imported) || SERVER_PACKAGES.test(imported)) {
        found.add(`${imported} in ${place}`);
        return { id: imported, external: true };
      }
      const resolved = await this.resolve(imported, importer, { skipSelf: true });
      const path = relative(".", resolved?.id ?? "");
      if (!SERVER_FOLDERS.test(path)) return resolved;
      found.add(`${path} in ${place}`);
      return { id: path, external: true };
    },
  };
  const bundle = await rolldown({ input: file, platform: "browser", plugins: [report] });
  try {
    await bundle.generate({ format: "es" });
  } finally {
    await bundle.close();
  }
  return [...found];
}

describe("code in a shared/ folder of lib/ runs in the browser: it imports no server module", () => {
  const files = globSync("lib/**/shared/**/*.{ts,tsx}").filter((file) => !/\.test\.tsx?$/.test(file));

  test.each(files.toSorted())("%s", async (file) => {
    expect(await serverModulesIn(file)).toEqual([]);
  });

  test("all of them are found", () => expect(files.length).toBeGreaterThan(20));

  const [ofRequest = ""] = globSync("lib/request/*/*.ts");
  test.each([
    ["node:crypto", "node:crypto in lib/a/shared/b.ts"],
    ["fs", "fs in lib/a/shared/b.ts"],
    ["pg", "pg in lib/a/shared/b.ts"],
    ["server-only", "server-only in lib/a/shared/b.ts"],
    ["next/headers", "next/headers in lib/a/shared/b.ts"],
    ["#db/pools.ts", "db/pools.ts in lib/a/shared/b.ts"],
    [`#${ofRequest}`, `${ofRequest} in lib/a/shared/b.ts`],
    ["#kernel/process/secret.ts", "node:util in kernel/process/secret.ts"],
  ])("an import of %s is detected", async (imported, found) => {
    expect(await serverModulesIn("lib/a/shared/b.ts", `import "${imported}";`)).toEqual([found]);
    expect(await serverModulesIn("lib/a/shared/b.ts", `import type { a } from "${imported}";`)).toEqual([]);
  });
});
