import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { PostgresBinaries } from "./postgres-binaries.ts";

export interface Launch {
  /** Creates the data directory for the user as whom the server runs. */
  own(dataDir: string): void;
  /** Writes a file that only that user may read. */
  write(file: string, text: string): void;
  command(program: keyof PostgresBinaries, args: string[]): [string, string[], SpawnOptions];
  /** Starts the server; resolves with its last output if it ends. */
  start(port: number, sync: boolean): Promise<string>;
}

interface RunsAs {
  readonly prefix: readonly string[];
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** PostgreSQL refuses to run as root. As root, use setpriv to become the user postgres, or else a user namespace. */
export function launchAs(binaries: PostgresBinaries, dataDir: string): Launch {
  const as = runsAs(binaries, dataDir);
  const command: Launch["command"] = (program, args) => {
    const [first = "", ...rest] = [...as.prefix, binaries[program], ...args];
    return [first, rest, { cwd: "/", env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" } }];
  };
  return {
    own(directory) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (as.owner !== undefined) chownSync(directory, as.owner.uid, as.owner.gid);
    },
    write(file, text) {
      writeFileSync(file, text, { mode: 0o600 });
      if (as.owner !== undefined) chownSync(file, as.owner.uid, as.owner.gid);
    },
    command,
    start: (port, sync) => startServer(command("postgres", ["-D", dataDir, ...serverFlags(port, sync)])),
  };
}

/**
 * For data that need not outlive a test run. Without automatic vacuum, because a server with a hundred databases starts a process for one of
 * them every half second.
 */
const WITHOUT_SYNC = {
  ...{ fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "256MB" },
  ...{ wal_level: "minimal", max_wal_senders: 0, autovacuum: "off" },
};

function serverFlags(port: number, sync: boolean): string[] {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    log_error_verbosity: "terse",
    ...(sync ? {} : WITHOUT_SYNC),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function startServer([program, args, options]: ReturnType<Launch["command"]>): Promise<string> {
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-2000);
  });
  child.unref();
  if (child.stderr !== null && "unref" in child.stderr) (child.stderr as { unref(): void }).unref();
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code) => resolve(output.trim() || `exit status ${code}`));
  });
}

function runsAs(binaries: PostgresBinaries, dataDir: string): RunsAs {
  if (process.platform === "win32") return { prefix: [] };
  const stopsWithParent = runs(["setpriv", "--pdeathsig=INT", "--", "true"]) ? ["--pdeathsig=INT"] : undefined;
  if (process.getuid?.() !== 0) return { prefix: stopsWithParent === undefined ? [] : ["setpriv", ...stopsWithParent, "--"] };
  const owner = userPostgres();
  if (owner !== undefined) {
    const drop = ["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups", ...(stopsWithParent ?? []), "--"];
    // That user can access neither the binaries nor the data if the project is below /root.
    if (runs([...drop, binaries.postgres, "--version"]) && runs([...drop, "test", "-x", dirname(dataDir)])) return { prefix: drop, owner };
  }
  const namespace = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];
  if (runs([...namespace, binaries.postgres, "--version"]))
    return { prefix: stopsWithParent === undefined ? namespace : ["setpriv", ...stopsWithParent, "--", ...namespace] };
  throw new Error(
    "PostgreSQL does not run as root, and neither a user postgres nor a user namespace can be used here. Run as another user.",
  );
}

function runs([program = "", ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { cwd: "/", stdio: "ignore" }).status === 0;
}

function userPostgres(): { uid: number; gid: number } | undefined {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return line === null ? undefined : { uid: Number(line[1]), gid: Number(line[2]) };
}

/** The content of postmaster.pid: line 1 is the process ID, 4 the port, 8 the state. Undefined if there is no such file. */
export function postmasterOf(dataDir: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(`${dataDir}/postmaster.pid`, "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? "").trim() };
  } catch {
    return undefined;
  }
}

/** The server that is running on this directory, if there is one. */
export function adoptable(dataDir: string): { pid: number; port: number } | undefined {
  const found = postmasterOf(dataDir);
  return found !== undefined && found.pid > 0 && found.status === "ready" && isAlive(found.pid) ? found : undefined;
}

/** Whether this process ID is a postgres, because another process may have got the same ID. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || / \(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
