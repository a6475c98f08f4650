import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const COMMAND = join(PACKAGE, "bin/aws-sandbox.js");
const folder = mkdtempSync(join(tmpdir(), "aws-sandbox-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes this Node.js look like one that cannot run TypeScript. */
const without = join(folder, "without-typescript.cjs");
writeFileSync(without, 'Object.defineProperty(process.features, "typescript", { value: false });\n');

/** Starts the command on free ports, waits until it is ready, calls it once and stops it. */
async function startAndStop(command: string, nodeOptions: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeOptions, command, "--port", "0", "--smtp-port=0", "--region", "us-east-1"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, errors] = ["", ""];
  child.stderr.on("data", (text: Buffer) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      output += text;
      const found = /^Sandbox on (\S+), mail on smtp/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(errors)));
  });
  const response = await fetch(`${url}/sandbox/calls`);
  child.kill("SIGTERM");
  return { status: response.status, code: await ended };
}

test.each([
  [["--bogus"], "unknown option --bogus"],
  [["--port"], "--port needs a value"],
  [["--port", "70000"], "--port must be from 0 to 65535"],
])("%j is rejected with a sentence", (args, message) => {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: "utf8" });
  expect([status, stderr]).toEqual([64, expect.stringContaining(message)]);
});

test("a Node.js that cannot run TypeScript says what to install when no package has another one", () => {
  const alone = join(folder, "alone");
  mkdirSync(alone);
  cpSync(COMMAND, join(alone, "bin/aws-sandbox.js"));
  writeFileSync(join(alone, "package.json"), '{"type":"module"}');
  const { status, stderr } = spawnSync(process.execPath, ["--require", without, join(alone, "bin/aws-sandbox.js")], { encoding: "utf8" });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/cannot run TypeScript.*Install Node\.js 22\.18 or later/s)]);
});

test("starts on this Node.js and stops on SIGTERM", async () => {
  expect(await startAndStop(COMMAND)).toEqual({ status: 200, code: 0 });
});

const packaged = join(PACKAGE, "..", "node_modules", `node-${process.platform}-${process.arch}`);
test.skipIf(!existsSync(packaged))("finds the packaged Node.js when its own cannot run TypeScript", async () => {
  expect(await startAndStop(COMMAND, ["--require", without])).toEqual({ status: 200, code: 0 });
});

test("starts when it is installed below node_modules, where Node.js does not remove types itself", async () => {
  const modules = join(folder, "installed", "node_modules");
  const list = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: PACKAGE, encoding: "utf8" }).stdout;
  const packed = Object.values(JSON.parse(list) as Record<string, { files: { path: string }[] }>).flatMap(({ files }) => files);
  for (const { path } of packed) cpSync(join(PACKAGE, path), join(modules, "@sallyport", "aws-sandbox", path));
  // Node.js finds the dependencies in the folder above, as npm would have installed them there.
  symlinkSync(join(PACKAGE, "..", "node_modules"), join(folder, "node_modules"));
  expect(packed.some(({ path }) => path.endsWith(".test.ts"))).toBe(false);
  expect(await startAndStop(join(modules, "@sallyport", "aws-sandbox", "bin", "aws-sandbox.js"))).toEqual({ status: 200, code: 0 });
});
