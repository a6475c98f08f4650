// Runs one script of the project on the pinned Node.js. Installs the packages first if they are missing or outdated. It is plain JavaScript
// without dependencies, because it starts under the system's Node.js (20 or newer), before node_modules exists.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_NODE, pinnedNode } from "./pinned-node.mjs";

const parent = process.ppid;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);
/** Options before the script are for Node.js. */
const nodeOptions = words.slice(
  0,
  words.findIndex((word) => !word.startsWith("-")),
);
const [script, ...args] = words.slice(nodeOptions.length);
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".sallyport-installed");

function fail(message) {
  process.stderr.write(`sallyport: ${message}\n`);
  process.exit(1);
}

/** Called when the npm that started this process has exited: stops the script too. */
function stopOrphaned() {
  clearInterval(parentCheck);
  child.kill("SIGTERM");
}

const expectedStamp = createHash("sha256")
  .update(readFileSync(join(root, "package.json")))
  .update(readFileSync(join(root, "sandbox", "package.json")))
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

/** The build needs Node.js, but no packages. */
const isBuilt = script.startsWith("dist/");
if (isBuilt && !existsSync(join(root, script))) fail("No build found. Run `npm run build` first.");

if (isBuilt || process.env.NODE_ENV === "production") {
  // In production nothing is ever installed: what runs is what was built.
  if (!isBuilt && !existsSync(join(root, "node_modules")))
    fail("The packages are missing. Run `npm ci` first: nothing is installed with NODE_ENV=production.");
} else if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== expectedStamp || !pinnedNode(root)) {
  process.stderr.write("sallyport: installing packages (about 30 seconds the first time) ...\n");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--engine-strict=false", "--loglevel=error"];
  const [command, commandArgs] = npm?.endsWith(".js")
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, ...flags]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", flags];
  rmSync(stamp, { force: true });
  const done = spawnSync(command, commandArgs, { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.status !== 0) fail("npm ci failed. See the output above.");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, expectedStamp);
}

const node = pinnedNode(root);
if (!node) fail(NO_NODE);

const child = spawn(node, [...nodeOptions, join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}` },
});
// Ctrl-C in a terminal reaches the child directly. A signal that only this process receives must be passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm passes SIGTERM only to its shell, which exits without notifying this process. Then this process has a new parent.
const parentCheck = process.env.npm_lifecycle_event && setInterval(() => process.ppid !== parent && stopOrphaned(), 1000);
child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
