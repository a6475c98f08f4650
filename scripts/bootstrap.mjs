// Runs one script of ours on the pinned Node, installing what is missing first. Plain JavaScript, no dependency:
// it starts under the system's Node (20 or newer) in a clone that has no node_modules yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_NODE, pinnedNode } from "./pinned-node.mjs";

const parent = process.ppid;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);
/** Words before the script are the runtime's own. */
const ofNode = words.slice(
  0,
  words.findIndex((word) => !word.startsWith("-")),
);
const [script, ...args] = words.slice(ofNode.length);
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".sallyport-installed");

function fail(message) {
  process.stderr.write(`sallyport: ${message}\n`);
  process.exit(1);
}

/** Our npm is gone: whatever it started through us ends too. */
function stopOrphaned() {
  clearInterval(watched);
  child.kill("SIGTERM");
}

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package.json")))
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted || !pinnedNode(root)) {
  process.stderr.write("sallyport: installing packages (about 30 seconds the first time) ...\n");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--engine-strict=false", "--loglevel=error"];
  const [command, list] = npm?.endsWith(".js")
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, ...flags]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", flags];
  rmSync(stamp, { force: true });
  const done = spawnSync(command, list, { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.status !== 0) fail("npm ci failed. See the output above.");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

const node = pinnedNode(root);
if (!node) fail(NO_NODE);

const child = spawn(node, [...ofNode, join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}` },
});
// A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone must be passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm passes a SIGTERM to its shell alone, which dies without telling us: then we have another parent.
const watched = process.env.npm_lifecycle_event && setInterval(() => process.ppid !== parent && stopOrphaned(), 1000);
child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
