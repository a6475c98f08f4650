import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { DATABASE_ROLES } from "#db/migrations/database-roles.ts";
import { URL_VARIABLES } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { startPart } from "#stack/demo/processes.ts";
import { type Fleet, startFleet } from "#stack/load/fleet.ts";
import { actionIdsOf, PortalClient } from "#stack/load/portal-client.ts";
import { type ProgramEnd, runProgram } from "#stack/run-program.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import type { Checks } from "#stack/testing/checks.ts";
import { mainJob, OWNER, openRows, type Rows, readLogs, until, verifyAll } from "#stack/testing/portal-work.ts";
import { runTool } from "#stack/testing/postgres-tools.ts";

type Variables = Readonly<Record<string, string>>;

/** EX_CONFIG of sysexits.h. */
const REFUSED = 78;
const CREATE_DATABASE = `create database "sallyport" owner sp_owner template template0 encoding 'UTF8'`;

/** A portal whose database was dumped. */
interface Dumped {
  readonly file: string;
  readonly connectionId: string;
  /** A digest of every row of each table. */
  readonly content: Variables;
  /** The environment of a worker and of operator commands. */
  readonly worker: Variables;
  readonly command: Variables;
  /** The URLs of the five roles, by their variables. */
  readonly urls: Variables;
  /** The output of the worker, with its audit checkpoints. */
  readonly workerLog: string;
}

/**
 * Dumps the database of a portal, restores it on a new server, and uses the restored portal.
 * @param tools the folder of PostgreSQL's programs
 */
export async function restore(folder: string, tools: string, checks: Checks): Promise<void> {
  const dumped = await dump(folder, tools, checks);
  const server = await startPostgres({ dataDir: resolve(folder, "restored"), keep: true });
  try {
    await withoutRoles(dumped, server.adminUrl, tools, checks);
    const moved = moveTo(server.port, dumped);
    await inOrder(moved, server.adminUrl, tools, checks);
    Object.assign(process.env, moved.urls, { DATABASE_ADMIN_URL: server.adminUrl });
    await use(folder, moved, checks);
  } finally {
    await server.stop();
  }
}

async function dump(folder: string, tools: string, checks: Checks): Promise<Dumped> {
  const { fleet } = await startFleet(folder);
  const { rows, end } = openRows(fleet.superuserUrl);
  try {
    const client = await PortalClient.signIn(fleet.url, OWNER, actionIdsOf("dist/web"));
    const connectionId = await mainJob(client, new Sandbox(fleet.sandboxUrl));
    const worker = fleet.startWorker("worker-before");
    await verifyAll(rows);
    const workerLog = join(fleet.logFolder, "worker-before.log");
    worker.child.kill("SIGTERM");
    await worker.ended;
    const content = await contentOf(rows);
    const file = resolve(folder, "sallyport.dump");
    const { owner, app, staff, signin, worker: ofWorker } = fleet.databaseUrls;
    const { status, stderr } = runTool(tools, "pg_dump", [
      "--format=custom",
      "--enable-row-security",
      `--file=${file}`,
      `--dbname=${owner}`,
    ]);
    checks.check("the database is dumped as sp_owner", status === 0, status === 0 ? `${statSync(file).size} bytes` : stderr.trim());
    const urlOf = { sp_owner: owner, sp_app: app, sp_staff: staff, sp_worker: ofWorker, sp_signin: signin };
    const urls = Object.fromEntries(DATABASE_ROLES.map((role) => [URL_VARIABLES[role], urlOf[role]]));
    return { file, connectionId, content, worker: fleet.environment.worker, command: fleet.commandEnvironment, urls, workerLog };
  } finally {
    await end();
    await fleet.stop();
  }
}

/** The same with the URLs of another server. */
function moveTo(port: number, dumped: Dumped): Dumped {
  const moved = (variables: Variables) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        if (!name.startsWith("DATABASE_")) return [name, value];
        const url = new URL(value);
        url.port = String(port);
        return [name, url.href];
      }),
    );
  return { ...dumped, worker: moved(dumped.worker), command: moved(dumped.command), urls: moved(dumped.urls) };
}

/** What somebody sees who forgot the roles. */
async function withoutRoles(dumped: Dumped, adminUrl: string, tools: string, checks: Checks): Promise<void> {
  const { urls } = moveTo(Number(new URL(adminUrl).port), dumped);
  const migrated = await sallyport(["migrate"], { DATABASE_OWNER_URL: urls["DATABASE_OWNER_URL"] ?? "" });
  const sentence = migrated.output.trim().split("\n").at(-1) ?? "";
  checks.check(
    "without roles, migrate fails with one sentence",
    migrated.code !== 0 && /^The server rejected the login of DATABASE_OWNER_URL: sp_owner does not exist/.test(sentence),
    sentence,
  );
  await asAdmin(adminUrl, "create database unprepared");
  const unprepared = adminUrl.replace(/\/postgres$/, "/unprepared");
  const { status, stderr } = runTool(tools, "pg_restore", ["--exit-on-error", `--dbname=${unprepared}`, dumped.file]);
  const [line = ""] = stderr.split("\n");
  checks.check(
    "without roles, pg_restore stops at the first error and names the role",
    status !== 0 && /role "sp_\w+" does not exist/.test(line),
    line,
  );
  await asAdmin(adminUrl, "drop database unprepared with (force)");
}

/** The steps of docs/backup.md. */
async function inOrder(moved: Dumped, adminUrl: string, tools: string, checks: Checks): Promise<void> {
  const created = await sallyport(["migrate"], { ...moved.urls, DATABASE_ADMIN_URL: adminUrl });
  checks.check("the roles are created by migrate", created.code === 0, lastLine(created));
  await asAdmin(adminUrl, "drop database sallyport with (force)");
  await asAdmin(adminUrl, CREATE_DATABASE);
  const began = performance.now();
  const { status, stderr } = runTool(tools, "pg_restore", [`--dbname=${moved.urls["DATABASE_OWNER_URL"]}`, "--exit-on-error", moved.file]);
  checks.check(
    "the dump is restored as sp_owner",
    status === 0,
    status === 0 ? `${Math.round(performance.now() - began)} ms` : stderr.trim(),
  );
  const early = startPart({
    name: "worker-early",
    command: [PROGRAM, "worker"],
    env: moved.worker,
    logFolder: join(moved.workerLog, ".."),
  });
  const code = await early.ended;
  checks.check("a worker does not start before migrate has limited the rights", code === REFUSED, `exit status ${code}`);
  const migrated = await sallyport(["migrate"], moved.urls);
  checks.check("migrate finds the restored database up to date", /up to date/.test(migrated.output), lastLine(migrated));
  const { rows, end } = openRows(adminUrl.replace(/\/postgres$/, "/sallyport"));
  const content = await contentOf(rows);
  await end();
  const differing = Object.keys(moved.content).filter((table) => content[table] !== moved.content[table]);
  checks.check(
    "every table has the same rows as before",
    differing.length === 0,
    `${Object.keys(content).length} tables ${differing.join(", ")}`.trim(),
  );
}

/** Starts the portal on the restored database, with the secrets of before, and does everything that depends on stored data. */
async function use(folder: string, moved: Dumped, checks: Checks): Promise<void> {
  const { fleet } = await startFleet(folder);
  const { rows, end } = openRows(fleet.superuserUrl);
  try {
    const worker = fleet.startWorker("worker-after");
    const client = await PortalClient.signIn(fleet.url, OWNER, actionIdsOf("dist/web"));
    await checks.step("a person signs in and sees the connection", () =>
      client.page(`/connections/${moved.connectionId}`).then(() => undefined),
    );
    await checks.step("logs of the connection are read", () => readLogs(client, moved.connectionId).then(() => undefined));
    await checks.step("another account is connected", () => mainJob(client, new Sandbox(fleet.sandboxUrl)).then(() => undefined));
    await checks.step("every connection is verified", () => verifyAll(rows));
    await checks.step("the portal is healthy", () => healthy(fleet));
    const audit = await sallyport(["audit", "verify", "--checkpoints", moved.workerLog], fleet.commandEnvironment);
    checks.check("the audit log is intact, with the checkpoints of before", audit.code === 0, lastLine(audit));
    const keys = await sallyport(["keys", "check"], { ...fleet.environment.worker, ...fleet.commandEnvironment });
    checks.check("the keys open what is stored", keys.code === 0, lastLine(keys));
    worker.child.kill("SIGTERM");
    checks.check("the worker ends with status 0", (await worker.ended) === 0, "");
  } finally {
    await end();
    await fleet.stop();
  }
}

async function healthy(fleet: Fleet): Promise<undefined> {
  await until(async () => (await fetch(`${fleet.url}/api/health`)).ok, "the portal is not healthy");
}

/** One digest of all rows for each table. */
async function contentOf(rows: Rows): Promise<Variables> {
  const tables = await rows<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss', 'installation') order by 1",
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [found] = await rows<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${name} t`,
    );
    digests[name] = found?.digest ?? "";
  }
  return digests;
}

const sallyport = (args: readonly string[], env: Variables): Promise<ProgramEnd> =>
  runProgram(process.execPath, [PROGRAM, ...args], { env: { ...env } });
const lastLine = ({ output }: ProgramEnd) => output.trim().split("\n").at(-1) ?? "";

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
