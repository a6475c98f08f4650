// Starts the command-line verification on the pinned Node.js. Plain JavaScript without dependencies, and it installs nothing. Exit statuses
// 0 to 3 are verdicts and 64 is wrong usage, so no other outcome may use them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_NODE, pinnedNode } from "./pinned-node.mjs";

const BAD_USAGE = 64;
const INCONCLUSIVE = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");

function failUsage(message) {
  process.stderr.write(`${message}\n`);
  process.exit(BAD_USAGE);
}

if (!existsSync(join(modules, "@aws-sdk", "client-sts", "package.json"))) failUsage("Run npm ci first.");
const node = pinnedNode(root);
if (node === undefined) failUsage(NO_NODE);

const child = spawn(node, [join(root, "scripts", "cli", "verify-main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// Ctrl-C in a terminal reaches the child directly. This process waits for the child's exit status.
process.on("SIGINT", () => {});
child.on("error", () => process.exit(INCONCLUSIVE));
child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
