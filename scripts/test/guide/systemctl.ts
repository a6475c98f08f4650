import { spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The part of `systemctl` that docs/deploy.md uses, for machines where systemd does not run: containers and CI. It reads the same unit files and
 * starts their programs with the same environment, with copies of the credentials that a unit loads, and as root without privileges for a unit with
 * DynamicUser. What systemd does beyond that (restarts, the sandbox of the file system) does not happen.
 *
 * GUIDE_UNITS is the folder of the unit files, GUIDE_STATE that of process IDs, logs and credentials, GUIDE_PROXY the command of `haproxy`.
 */
const { GUIDE_UNITS = "", GUIDE_STATE = "", GUIDE_PROXY = "" } = process.env;
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

const [action = "", ...rest] = process.argv.slice(2);
const names = rest.filter((word) => !word.startsWith("--"));
if (!["daemon-reload", "enable", "disable", "start", "stop", "restart", "reload-or-restart", "is-active"].includes(action))
  fail(`no such action: ${action}`);
if (["enable", "disable"].includes(action) && !rest.includes("--now")) fail(`${action} without --now starts and stops nothing`);
for (const name of names.map((each) => each.replace(/\.service$/, ""))) {
  if (action === "is-active") process.exitCode = isRunning(pidOf(name)) ? 0 : 3;
  if (["disable", "stop", "restart", "reload-or-restart"].includes(action)) await stop(name);
  if (["enable", "start", "restart", "reload-or-restart"].includes(action) && !isRunning(pidOf(name))) start(name);
}

function start(name: string): void {
  const lines = name === "haproxy" ? [`ExecStart=${GUIDE_PROXY}`] : unitLines(name);
  const own = join(GUIDE_STATE, "credentials", name);
  const instance = name.split("@")[1] ?? "";
  const expanded = (text: string) => text.replaceAll("%i", instance).replaceAll("%d", own);
  const settings = (key: string) => lines.flatMap((line) => (line.startsWith(`${key}=`) ? [expanded(line.slice(key.length + 1))] : []));

  mkdirSync(own, { recursive: true, mode: 0o755 });
  for (const credential of settings("LoadCredential")) {
    const [file = "", from = ""] = credential.split(":");
    cpSync(from, join(own, file));
    if (isRoot) chownSync(join(own, file), NOBODY, NOBODY);
  }
  const pairs: (readonly [string, string])[] = [
    ...settings("EnvironmentFile").flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean)),
    ...settings("Environment").flatMap((line) => line.split(" ").filter(Boolean)),
  ].map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1).replace(/^"(.*)"$/, "$1")]);
  for (const command of settings("ExecStartPre")) {
    const [before = "", ...words] = command.replace(/^-/, "").split(" ");
    if (spawnSync(before, words, { stdio: "ignore" }).status !== 0 && !command.startsWith("-")) fail(`${command} failed`);
  }
  const [program = "", ...args] = (settings("ExecStart")[0] ?? "").split(" ");
  const drop =
    isRoot && lines.includes("DynamicUser=yes")
      ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--no-new-privs"]
      : [];
  const [first = "", ...words] = [...drop, program, ...args];
  const log = openSync(join(GUIDE_STATE, `${name}.log`), "a");
  const child = spawn(first, words, {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    env: Object.fromEntries([["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], ...pairs]) as NodeJS.ProcessEnv,
  });
  child.once("error", (error) => fail(error.message));
  writeFileSync(join(GUIDE_STATE, `${name}.pid`), String(child.pid));
  child.unref();
}

function unitLines(name: string): readonly string[] {
  const file = join(GUIDE_UNITS, `${name.replace(/@.*/, "@")}.service`);
  if (!existsSync(file)) fail(`Unit ${name}.service not found.`);
  // systemd itself checks the file where it is installed, even where it does not run.
  const checked = spawnSync("systemd-analyze", ["verify", file.replace("@.", "@1.")], { encoding: "utf8" });
  const wrong = `${checked.stdout ?? ""}${checked.stderr ?? ""}`
    .split("\n")
    .find((line) => line.includes(file) && /Unknown|Failed|Invalid/.test(line));
  if (wrong !== undefined) fail(wrong);
  // A backslash at the end of a line continues it.
  return readFileSync(file, "utf8")
    .replaceAll(/\s*\\\n\s*/g, " ")
    .split("\n");
}

/** SIGTERM, and SIGKILL after 30 seconds, as TimeoutStopSec says. */
async function stop(name: string): Promise<void> {
  const pid = pidOf(name);
  if (!isRunning(pid)) return;
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < 30_000 && isRunning(pid); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
}

function pidOf(name: string): number {
  const file = join(GUIDE_STATE, `${name}.pid`);
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function fail(message: string): never {
  process.stderr.write(`systemctl: ${message}\n`);
  process.exit(1);
}
