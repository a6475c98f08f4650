import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { findAwsCli } from "@sallyport/aws-sandbox/testing";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { freePort } from "#db/testing/free-port.ts";
import { SYSTEM_POSTGRES_17 } from "#db/testing/postgres-binaries.ts";
import { installPackages } from "#scripts/test/ensure-tools.ts";
import { say } from "#stack/say.ts";
import { type GuideEngine, imageValues, removeContainers } from "./guide-engine.ts";

/** An empty folder and a fresh Postgres, which stand for the reader's machine. */
export interface GuideMachine {
  readonly folder: string;
  /** The places and ports of the guide, by the name that a block gives them. */
  readonly values: Readonly<Record<string, string>>;
  /** The environment of the reader's shell. */
  readonly env: Readonly<Record<string, string>>;
  readonly portalUrl: string;
  readonly sandboxUrl: string;
  /** The path of HAProxy; undefined where a small proxy replaces it. */
  readonly haproxy: string | undefined;
  /** The file that the guide writes for it. */
  readonly configuration: string;
  /** What a block can't be executed without, and this machine lacks. */
  readonly lacks: readonly string[];
  stop(): Promise<void>;
}

/** The configuration of the proxy before the guide replaces it, as a package brings one. */
export const PROXY_FILE_BEFORE = "defaults\n  mode http\n";

const PROXY_STAND_IN = resolve("scripts/test/guide/small-proxy.ts");
const find = (program: string, folders: readonly string[]) =>
  folders.map((folder) => join(folder, program)).find((path) => existsSync(path));

const FOLDERS = (process.env["PATH"] ?? "").split(delimiter);

/**
 * Prepares the machine. Uses Debian's Postgres 17 and HAProxy, and installs them as root where apt-get is; otherwise the npm package's Postgres and a small
 * proxy.
 * @param engine for the image form
 */
export async function prepareMachine(engine?: GuideEngine): Promise<GuideMachine> {
  await installPackages([
    ...(existsSync(SYSTEM_POSTGRES_17) ? [] : ["postgresql-17"]),
    ...(existsSync("/usr/sbin/haproxy") ? [] : ["haproxy"]),
    ...["curl", "openssl"].filter((name) => !find(name, FOLDERS)),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "sallyport-guide-"));
  // The processes of the guide run as nobody.
  chmodSync(folder, 0o755);
  const isDebians = existsSync(join(SYSTEM_POSTGRES_17, "postgres"));
  say(`Postgres of ${isDebians ? "Debian, release 17" : "the npm package"}`);
  const dataDir = join(folder, "postgres", "data");
  const postgres = await startPostgres({ dataDir, keep: true, ...(isDebians && { release: "system-17" as const }) });
  const values = { ...(await placesIn(folder, postgres.port, engine)), ...(engine && imageValues(engine)) };
  for (const path of [dirname(values.COMMAND), values.UNITS, values.PROXY, join(folder, "state")]) mkdirSync(path, { recursive: true });
  // Only root can give HAProxy its own user.
  const haproxy = process.getuid?.() === 0 ? find("haproxy", ["/usr/sbin", "/usr/bin", "/usr/local/sbin"]) : undefined;
  const configuration = join(values.PROXY, "haproxy.cfg");
  const state = join(folder, "state");
  writeCommands(dirname(values.COMMAND), state);
  writeFileSync(configuration, PROXY_FILE_BEFORE);
  const programs = isDebians ? [SYSTEM_POSTGRES_17] : [];
  const path = [dirname(values.COMMAND), ...programs, ...FOLDERS.filter((part) => !part.includes("node_modules"))];
  const lacks = ["pg_dump", "pg_restore", "psql"].filter((program) => majorOf(find(program, path)) < (isDebians ? 17 : 18));
  return {
    folder,
    values,
    env: {
      PATH: path.join(delimiter),
      HOME: process.env["HOME"] ?? folder,
      LANG: "C.UTF-8",
      AWS_PAGER: "",
      AWS_EC2_METADATA_DISABLED: "true",
      DATABASE_ADMIN_URL: postgres.adminUrl,
      GUIDE_UNITS: values.UNITS,
      GUIDE_STATE: state,
      GUIDE_PROXY: haproxy ? `${haproxy} -db -f ${configuration}` : `${process.execPath} ${PROXY_STAND_IN} ${configuration}`,
    },
    portalUrl: values.PORTAL_URL,
    haproxy,
    configuration,
    sandboxUrl: `http://localhost:${values.SANDBOX_PORT}`,
    lacks,
    async stop() {
      const started = readdirSync(state).filter((name) => name.endsWith(".pid"));
      for (const file of started) killGroup(Number(readFileSync(join(state, file), "utf8")));
      if (engine)
        removeContainers(
          engine,
          started.filter((name) => name.includes("@")).map((name) => name.replace(".pid", "")),
        );
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The places and ports of the guide in a folder. */
async function placesIn(folder: string, postgresPort: number, engine: GuideEngine | undefined) {
  const [portalPort, sandboxPort, smtpPort, ...webPorts] = await freePorts(5);
  return {
    SOURCES: process.cwd(),
    PREFIX: join(folder, "opt"),
    CONFIG: join(folder, "etc"),
    COMMAND: join(folder, "bin", "sallyport"),
    UNITS: join(folder, "units"),
    PROXY: join(folder, "proxy"),
    BACKUPS: join(folder, "backups"),
    ARCHIVES: join(folder, "archives"),
    WEB_PORTS: webPorts.join(" "),
    // Names of containers are the machine's, so these must not be those of another portal on it.
    ...(engine && { WORKERS: webPorts.join(" ") }),
    DATABASE: `127.0.0.1:${postgresPort}`,
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_SMTP_PORT: String(smtpPort),
    PORTAL_URL: `https://localhost:${portalPort}`,
    PORTAL_PORT: String(portalPort),
  };
}

/** The major release of a program of Postgres; 0 without one. An older pg_dump refuses the server. */
function majorOf(program: string | undefined): number {
  if (program === undefined) return 0;
  return Number(/ (\d+)/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? 0);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  return ports;
}

/** Commands of systemd, which does not run in a container, and `aws`, because another version can be the first in PATH. */
function writeCommands(folder: string, state: string): void {
  const commands = {
    systemctl: `exec ${process.execPath} ${resolve("scripts/test/guide/systemctl.ts")} "$@"`,
    journalctl: `cat ${state}/sallyport-*.log`,
    aws: `exec ${findAwsCli()} "$@"`,
  };
  for (const [name, line] of Object.entries(commands)) writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

function killGroup(pid: number): void {
  spawnSync("kill", ["-KILL", "--", `-${pid}`], { stdio: "ignore" });
}
