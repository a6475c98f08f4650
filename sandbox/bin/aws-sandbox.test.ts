import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { startSandboxProcess } from "#sandbox/start-sandbox-process.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const COMMAND = join(PACKAGE, "bin/aws-sandbox.js");
const folder = mkdtempSync(join(tmpdir(), "aws-sandbox-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes this Node.js look like one that cannot run TypeScript. */
const without = join(folder, "without-typescript.cjs");
writeFileSync(without, 'Object.defineProperty(process.features, "typescript", { value: false });\n');

/** Every start is bounded, and sees nothing of this process's environment but what a program needs. */
const LIMITS = { encoding: "utf8", timeout: 60_000, env: { NODE_ENV: "test", PATH: process.env["PATH"], HOME: folder } } as const;

/** Starts the command on free ports, waits until it is ready, calls it once and stops it. */
async function startAndStop(command: string, nodeOptions: readonly string[] = []) {
  const sandbox = await startSandboxProcess({ command, nodeOptions, region: "us-east-1" });
  const response = await fetch(`${sandbox.url}/sandbox/calls`, { signal: AbortSignal.timeout(60_000) });
  await sandbox.close();
  return { status: response.status, code: await sandbox.ended };
}

test.each([
  [["--bogus"], "unknown option --bogus"],
  [["--port"], "--port needs a value"],
  [["--port", "70000"], "--port must be from 0 to 65535"],
])("%j is rejected with a sentence", (args, message) => {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], LIMITS);
  expect([status, stderr]).toEqual([64, expect.stringContaining(message)]);
});

test("a Node.js that cannot run TypeScript says what to install when no package has another one", () => {
  const alone = join(folder, "alone");
  mkdirSync(alone);
  cpSync(COMMAND, join(alone, "bin/aws-sandbox.js"));
  writeFileSync(join(alone, "package.json"), '{"type":"module"}');
  const { status, stderr } = spawnSync(process.execPath, ["--require", without, join(alone, "bin/aws-sandbox.js")], LIMITS);
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/cannot run TypeScript.*Install Node\.js 22\.18 or a later release of line 22, or 24 or later/s),
  ]);
});

test("starts on this Node.js and stops on SIGTERM", async () => {
  expect(await startAndStop(COMMAND)).toEqual({ status: 200, code: 0 });
});

const packaged = join(PACKAGE, "..", "node_modules", `node-${process.platform}-${process.arch}`);
// A skipped test counts as a failure, so it is defined only where the package is installed.
if (existsSync(packaged))
  test("finds the packaged Node.js when its own cannot run TypeScript", async () => {
    expect(await startAndStop(COMMAND, ["--require", without])).toEqual({ status: 200, code: 0 });
  });

test("starts when it is installed below node_modules, where Node.js does not remove types itself", async () => {
  const modules = join(folder, "installed", "node_modules");
  const list = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { ...LIMITS, cwd: PACKAGE }).stdout;
  const packed = Object.values(JSON.parse(list) as Record<string, { files: { path: string }[] }>).flatMap(({ files }) => files);
  for (const { path } of packed) cpSync(join(PACKAGE, path), join(modules, "@sallyport", "aws-sandbox", path));
  // Node.js finds the dependencies in the folder above, as npm would have installed them there.
  symlinkSync(join(PACKAGE, "..", "node_modules"), join(folder, "node_modules"));
  expect(packed.some(({ path }) => path.endsWith(".test.ts"))).toBe(false);
  expect(await startAndStop(join(modules, "@sallyport", "aws-sandbox", "bin", "aws-sandbox.js"))).toEqual({ status: 200, code: 0 });
});

test("options set ports and region, in both spellings", async () => {
  const program = `process.argv = ["node", "aws-sandbox", "--port", "0", "--smtp-port=0", "--region", "us-west-2"]; await import(${JSON.stringify(COMMAND)});`;
  const wrapper = join(folder, "with-options.mjs");
  writeFileSync(wrapper, program);
  expect(await startAndStop(wrapper)).toEqual({ status: 200, code: 0 });
});

test("a sandbox process does not use the data file or the settings of the process that starts it", async () => {
  const data = join(folder, "of-another.json");
  vi.stubEnv("SANDBOX_DATA", data);
  vi.stubEnv("SANDBOX_PORT", "1");
  vi.stubEnv("APP_URL", "https://another.example");
  vi.stubEnv("NODE_OPTIONS", "--require=/missing.cjs");
  const sandbox = await startSandboxProcess();
  vi.unstubAllEnvs();
  await sandbox.close();
  expect(await sandbox.ended).toBe(0);
  expect(existsSync(data)).toBe(false);
});

test("a sandbox process that does not get ready is killed, and the error has its output", async () => {
  const silent = join(folder, "silent.mjs");
  writeFileSync(silent, 'console.error("waiting for nothing"); setInterval(() => {}, 1000);');
  await expect(startSandboxProcess({ command: silent, startMs: 2000 })).rejects.toThrow(/was not ready within 2000 ms/);
  const broken = join(folder, "broken.mjs");
  writeFileSync(broken, 'console.error("no such thing"); process.exit(3);');
  await expect(startSandboxProcess({ command: broken })).rejects.toThrow(/ended with 3 before it was ready: no such thing/);
});

test("a sandbox process that ignores SIGTERM is killed", async () => {
  const stubborn = join(folder, "stubborn.mjs");
  writeFileSync(stubborn, 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("Sandbox on x, mail on y");');
  const sandbox = await startSandboxProcess({ command: stubborn, endMs: 100 });
  await sandbox.close();
  expect(await sandbox.ended).toBe(null);
});
