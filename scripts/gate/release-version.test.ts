import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERSION } from "#kernel/version.ts";
import { program } from "#stack/testing/program.ts";

test("the code, the command, the lock file and the changelog have the version of package.json", async () => {
  const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const { stdout, stderr } = spawnSync(process.execPath, [await program(), "--version"], {
    encoding: "utf8",
    env: { NODE_ENV: "production" },
  });
  const lock: { version: string; packages: Record<string, { version: string }> } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const [, newest] = /^## \[(\d.*)\] - \d{4}-\d{2}-\d{2}$/m.exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];
  expect({
    code: VERSION,
    command: `${stdout}${stderr}`.trim(),
    lock: [lock.version, lock.packages[""]?.version],
    changelog: newest,
  }).toEqual({
    code: version,
    command: version,
    lock: [version, version],
    changelog: version,
  });
});
