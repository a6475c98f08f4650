import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = process.cwd();
const imports: { from: string; to: string; allowed: boolean }[] = JSON.parse(
  readFileSync(join(root, "scripts/gate/lint/layers.json"), "utf8"),
);
const entryPoints: { file: string; source: string; allowed: boolean; name: string }[] = JSON.parse(
  readFileSync(join(root, "scripts/gate/lint/entry-points.json"), "utf8"),
);
const environmentReads = [
  { file: "lib/case-read/limits.ts", allowed: false },
  { file: "app/case-read/route.ts", allowed: false },
  { file: "worker/case-read.ts", allowed: false },
  { file: "scripts/cli/case-read.ts", allowed: false },
  { file: "kernel/process/case-env.ts", allowed: true },
  { file: "lib/case-read/limits.test.ts", allowed: true },
];
const tree = mkdtempSync(join(tmpdir(), "layers-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Writes a file for every case into a tree of its own with our biome.json, and returns the rules that each file breaks. */
function lintCases(): Map<string, string[]> {
  const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(tree, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false }, $schema: undefined }));
  cpSync(join(root, "scripts/gate/lint"), join(tree, "scripts/gate/lint"), { recursive: true, filter: (path) => !path.endsWith(".ts") });
  for (const [n, { from, to }] of imports.entries())
    writeCase(importingFile(from, n), `import { x } from "${to}";\n\nexport const y = x;\n`);
  for (const [n, { file, source }] of entryPoints.entries()) writeCase(entryPointFile(file, n), source);
  for (const { file } of environmentReads) writeCase(file, 'export const limit = process.env["LIMIT"];\n');
  const run = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", "--reporter=json", "--max-diagnostics=none", "."], {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = new Map<string, string[]>();
  for (const { category, location, severity } of JSON.parse(run.stdout).diagnostics) {
    const path = String(location.path?.file ?? location.path);
    if (severity === "error" || severity === "fatal") found.set(path, [...(found.get(path) ?? []), category]);
  }
  return found;
}

/** Each case has a folder of its own below the path that it is about, so that no two cases share a file. */
const importingFile = (from: string, n: number) => from.replace(/\/([^/]+)$/, `/case-${n}/$1`);
const entryPointFile = (file: string, n: number) =>
  file.replace(/^app\//, `app/entry-point-${n}/`).replace(/^(lib|components)\//, `$1/entry-point-${n}/`);

function writeCase(file: string, source: string) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), source);
}

const broken = lintCases();

describe("import rules", () => {
  test.each(imports.map((each, n) => ({ ...each, n })))("$from → $to: allowed is $allowed", ({ from, allowed, n }) => {
    const rules = broken.get(importingFile(from, n)) ?? [];
    expect(rules.includes("lint/style/noRestrictedImports")).toBe(!allowed);
  });
});

describe("entry points are exported only through a guard, and the server logs only through the logger", () => {
  test.each(entryPoints.map((each, n) => ({ ...each, n })))("$name", ({ file, allowed, n }) => {
    const rules = (broken.get(entryPointFile(file, n)) ?? []).filter((rule) => rule === "plugin");
    expect(rules.length > 0).toBe(!allowed);
  });
});

describe("only the schemas of kernel/process read the environment, so docs/environment.md has every variable", () => {
  test.each(environmentReads)("$file: allowed is $allowed", ({ file, allowed }) => {
    expect((broken.get(file) ?? []).includes("lint/style/noProcessEnv")).toBe(!allowed);
  });
});
