import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = process.cwd();
const arrows: { from: string; to: string; allowed: boolean }[] = JSON.parse(
  readFileSync(join(root, "scripts/gate/lint/floors.json"), "utf8"),
);
const doors: { file: string; source: string; allowed: boolean; name: string }[] = JSON.parse(
  readFileSync(join(root, "scripts/gate/lint/doors.json"), "utf8"),
);
const tree = mkdtempSync(join(tmpdir(), "floors-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Plants every case in a tree of its own under our biome.json and returns the rules that each planted file breaks. */
function lintPlanted(): Map<string, string[]> {
  const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(tree, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false }, $schema: undefined }));
  cpSync(join(root, "scripts/gate/lint"), join(tree, "scripts/gate/lint"), { recursive: true, filter: (path) => !path.endsWith(".ts") });
  for (const [n, { from, to }] of arrows.entries()) plant(planted(from, n), `import { x } from "${to}";\n\nexport const y = x;\n`);
  for (const [n, { file, source }] of doors.entries()) plant(plantedDoor(file, n), source);
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

/** Each case gets a folder of its own below the place that it is about, so that two never meet in one file. */
const planted = (from: string, n: number) => from.replace(/\/([^/]+)$/, `/case-${n}/$1`);
const plantedDoor = (file: string, n: number) => file.replace(/^app\//, `app/door-${n}/`).replace(/^(lib|components)\//, `$1/door-${n}/`);

function plant(file: string, source: string) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), source);
}

const broken = lintPlanted();

describe("the floor plan, arrow by arrow", () => {
  test.each(arrows.map((arrow, n) => ({ ...arrow, n })))("$from → $to: allowed is $allowed", ({ from, allowed, n }) => {
    const rules = broken.get(planted(from, n)) ?? [];
    expect(rules.includes("lint/style/noRestrictedImports")).toBe(!allowed);
  });
});

describe("doors exist only as products of a guard", () => {
  test.each(doors.map((door, n) => ({ ...door, n })))("$name", ({ file, allowed, n }) => {
    const rules = (broken.get(plantedDoor(file, n)) ?? []).filter((rule) => rule === "plugin");
    expect(rules.length > 0).toBe(!allowed);
  });
});
