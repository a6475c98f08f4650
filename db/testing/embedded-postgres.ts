import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { type PostgresRelease, postgresBinaries } from "./postgres-binaries.ts";
import { adoptable, isAlive, type Launch, launchAs, postmasterOf } from "./postgres-process.ts";

export interface EmbeddedPostgres {
  /** URL of the superuser `postgres`, database `postgres`. */
  readonly adminUrl: string;
  readonly port: number;
  /** Stops the server at once, rolling back open transactions; with `keep: false` also deletes its files. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly dataDir: string;
  /** True: the data is kept, and the superuser has a random password in `<dataDir>.json`. False, for tests: `trust` and no fsync. */
  readonly keep: boolean;
  /** The PostgreSQL release; by default the one of the demo. */
  readonly release?: PostgresRelease;
  /** The port; by default any free one. */
  readonly port?: number;
  readonly onProgress?: (text: string) => void;
}

/**
 * Starts the PostgreSQL of the npm packages on a free loopback port, or uses the server that already runs on the directory because
 * its parent process was killed. The server is detached, so Ctrl-C does not reach it; where `setpriv` exists, it also stops when
 * this process dies.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => undefined);
  const binaries = await postgresBinaries(options.release);
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const launch = launchAs(binaries, options.dataDir);
  const password = options.keep ? keptPassword(`${options.dataDir}.json`) : undefined;
  if (!existsSync(`${options.dataDir}/PG_VERSION`)) {
    say("creating a database cluster");
    initialize(launch, options, password);
  }
  const running = await runningServer(options.dataDir);
  const port = running?.port ?? (await startOnFreePort(launch, options));
  const secret = password === undefined ? "" : `:${password}`;
  return {
    adminUrl: `postgres://postgres${secret}@127.0.0.1:${port}/postgres`,
    port,
    stop: () => stop(options),
  };
}

/**
 * The server that runs on this directory and stays, or undefined. A server whose parent was just killed is about to stop, and a
 * second server on the same data can't start before it has.
 */
async function runningServer(dataDir: string): Promise<{ port: number } | undefined> {
  let timesReady = 0;
  for (let waited = 0; waited < 30_000; waited += 100) {
    const found = postmasterOf(dataDir);
    if (found === undefined || !isAlive(found.pid)) return undefined;
    timesReady = found.status === "ready" ? timesReady + 1 : 0;
    if (timesReady > 3) return found;
    await sleep(100);
  }
  return undefined;
}

function keptPassword(file: string): string {
  if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { password: string }).password;
  const password = randomBytes(24).toString("base64url");
  writeFileSync(file, JSON.stringify({ password }), { mode: 0o600 });
  return password;
}

function initialize(launch: Launch, options: PostgresOptions, password: string | undefined): void {
  launch.own(options.dataDir);
  const flags = ["-D", options.dataDir, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
  // initdb takes a password only from a file, which is deleted afterwards.
  const passwordFile = `${options.dataDir}.new`;
  if (password !== undefined) launch.write(passwordFile, `${password}\n`);
  const auth = password === undefined ? ["--auth=trust"] : ["--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const [command, args, spawnOptions] = launch.command("initdb", [...flags, ...auth]);
  const done = spawnSync(command, args, { ...spawnOptions, encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (done.status === 0) return;
  rmSync(options.dataDir, { recursive: true, force: true });
  throw new Error(`initdb failed: ${done.error?.message ?? done.stderr.trim()}`);
}

async function startOnFreePort(launch: Launch, options: PostgresOptions): Promise<number> {
  let last = "";
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = options.port ?? (await freePort());
    const died = launch.start(port, options.keep);
    const outcome = await Promise.race([died, untilReady(options.dataDir, port)]);
    if (outcome === "ready") return port;
    last = outcome;
  }
  throw new Error(`PostgreSQL did not start: ${last}`);
}

/** The last line of postmaster.pid is `ready` when the server accepts connections; pg_ctl uses it too. */
async function untilReady(dataDir: string, port: number): Promise<"ready" | string> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    const found = postmasterOf(dataDir);
    if (found?.port === port && found.status === "ready") return "ready";
    await sleep(20);
  }
  return "not ready after 30 s";
}

async function stop(options: PostgresOptions): Promise<void> {
  const found = adoptable(options.dataDir);
  if (found !== undefined) {
    // SIGINT is the fast shutdown. SIGTERM would wait for every client to disconnect.
    process.kill(found.pid, "SIGINT");
    for (let waited = 0; waited < 10_000 && isAlive(found.pid); waited += 20) await sleep(20);
  }
  if (!options.keep) rmSync(options.dataDir, { recursive: true, force: true, maxRetries: 3 });
}
