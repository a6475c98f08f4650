import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manifestOf, readMigrationFiles } from "#db/migrations/migration-files.ts";
import { program } from "#stack/testing/program.ts";

/** A copy outside of the project, where no package of the project can be found. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sallyport-"));
  cpSync(dirname(await program()), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  execFileSync(process.execPath, [join(folder, "sallyport.js"), ...args], {
    cwd: folder,
    env: { NODE_ENV: "production" },
    encoding: "utf8",
  });

test("every command loads without packages, sources, npm or anything on PATH", () => {
  const commands = [...run("--help").matchAll(/^ {2}(\w+(?: \w+)?) {2,}/gm)].map(([, name = ""]) => name);
  expect(commands.length).toBeGreaterThan(9);
  for (const name of commands) expect(run(...name.split(" "), "--help"), name).toContain(`Usage: sallyport ${name}`);
});

test("the bundle imports nothing but its own files, what Node.js has, and two packages that need not exist", () => {
  const files = globSync("lib/*.js", { cwd: folder });
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [
      ...text.matchAll(/^(?:import|export)\b[^;"'`]*?from\s*["']([^"']+)["']|\b(?:import|__require)\(["']([^"'./][^"']*)["']\)/gm),
    ].map(([, named, called]) => named ?? called ?? "");
  });
  expect(imported.length).toBeGreaterThan(50);
  const others = imported.filter((name) => !name.startsWith("./") && !isBuiltin(name));
  expect([...new Set(others)].toSorted()).toEqual(["pg-cloudflare", "pg-native"]);
});

test("the bundle has the SQL of this release, and no TypeScript", () => {
  expect(manifestOf(readMigrationFiles(join(folder, "db")))).toEqual(manifestOf(readMigrationFiles()));
  expect(globSync("**/*.ts", { cwd: folder })).toEqual([]);
});
