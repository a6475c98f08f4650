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
  /** Ends it at once, rolling back what is open; with `keep: false` its files go too. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly dataDir: string;
  /** True: the data lives on and the superuser has a random password (beside the directory, `<dataDir>.json`). False: for tests, `trust` and no syncing. */
  readonly keep: boolean;
  /** Which PostgreSQL; the one of the demo by default. */
  readonly release?: PostgresRelease;
  readonly onProgress?: (text: string) => void;
}

/**
 * Starts the PostgreSQL that came with the packages, on a free loopback port. A server that already runs on the same
 * directory (its parent was killed) is adopted. It is detached, so that Ctrl-C reaches it only through `stop`; where the
 * system can, it also stops by itself when this process dies.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => undefined);
  const binaries = await postgresBinaries(options.release);
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const launch = launchAs(binaries, options.dataDir);
  const password = options.keep ? keptPassword(`${options.dataDir}.json`) : undefined;
  if (!existsSync(`${options.dataDir}/PG_VERSION`)) {
    say("creating a database cluster");
    initialise(launch, options, password);
  }
  const running = await settled(options.dataDir);
  const port = running?.port ?? (await startOnFreePort(launch, options));
  const secret = password === undefined ? "" : `:${password}`;
  return {
    adminUrl: `postgres://postgres${secret}@127.0.0.1:${port}/postgres`,
    port,
    stop: () => stop(options),
  };
}

/**
 * The server that runs on this directory already, once it is sure to stay: one whose parent was just killed is about to stop
 * by itself, and one that stops is waited for, since a second server on the same data is refused.
 */
async function settled(dataDir: string): Promise<{ port: number } | undefined> {
  let looks = 0;
  for (let waited = 0; waited < 30_000; waited += 100) {
    const found = postmasterOf(dataDir);
    if (found === undefined || !isAlive(found.pid)) return undefined;
    looks = found.status === "ready" ? looks + 1 : 0;
    if (looks > 3) return found;
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

function initialise(launch: Launch, options: PostgresOptions, password: string | undefined): void {
  launch.own(options.dataDir);
  const flags = ["-D", options.dataDir, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
  // initdb takes a password from a file alone; this one is gone again a moment later.
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
    const port = await freePort();
    const died = launch.start(port, options.keep);
    const outcome = await Promise.race([died, untilReady(options.dataDir, port)]);
    if (outcome === "ready") return port;
    last = outcome;
  }
  throw new Error(`PostgreSQL did not start: ${last}`);
}

/** The last line of postmaster.pid says `ready` once connections are accepted; pg_ctl reads the same. */
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
    // SIGINT is the fast stop. SIGTERM would wait for every client to leave.
    process.kill(found.pid, "SIGINT");
    for (let waited = 0; waited < 10_000 && isAlive(found.pid); waited += 20) await sleep(20);
  }
  if (!options.keep) rmSync(options.dataDir, { recursive: true, force: true, maxRetries: 3 });
}
