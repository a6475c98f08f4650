// Starts the probe engine at a terminal on the pinned Node. Plain JavaScript, no dependency, and it installs nothing:
// exit status 64 stands for bad usage, and 0 to 3 are verdicts, so nothing else may end with those.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_NODE, pinnedNode } from "./pinned-node.mjs";

const BAD_USAGE = 64;
const INCONCLUSIVE = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(BAD_USAGE);
}

if (!existsSync(join(modules, "@aws-sdk", "client-sts", "package.json"))) refuse("run npm ci first");
const node = pinnedNode(root);
if (node === undefined) refuse(NO_NODE);

const child = spawn(node, [join(root, "scripts", "cli", "verify-main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// A terminal's Ctrl-C reaches the child by itself; this process waits for how it ends.
process.on("SIGINT", () => {});
child.on("error", () => process.exit(INCONCLUSIVE));
child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
