import pg from "pg";
import { migrationsPending } from "#db/migrations/migrations-pending.ts";
import { POOL_SIZE } from "#db/pools.ts";
import { problemSentence, reportRights } from "#db/role-rights.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { countWords } from "#kernel/text/count-words.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";

/** A database login that a process of the deployment uses. */
export interface Login {
  readonly role: string;
  /** The environment variable with its URL. */
  readonly variable: string;
  readonly url: Secret<string> | undefined;
}

/** How many processes the deployment has. */
export interface Fleet {
  readonly webs: number;
  readonly workers: number;
}

/** Connections of one process: pools of three roles and one for open streams; the worker's pool and the four of its queue. */
const CONNECTIONS = { web: 3 * POOL_SIZE + 1, worker: POOL_SIZE + 4 };

/** The checks of one login: it can connect, its rights, and whether the connection is encrypted. */
export function databaseChecks(logins: readonly Login[], fleet: Fleet): readonly Check[] {
  const [first] = logins.filter(({ url }) => url !== undefined);
  const withFirst = (work: (client: pg.Client) => Promise<Finding>) => async () =>
    first?.url === undefined ? skipped("No database URL is set.") : connected(first, first.url, work);
  return [
    ...logins.map(
      (login): Check => ({
        name: `database ${login.role}`,
        run: async () =>
          login.url === undefined
            ? skipped(`${login.variable} is not set.`)
            : connected(login, login.url, (client) => checkLogin(client, login)),
      }),
    ),
    { name: "database server", run: withFirst(checkServer) },
    { name: "database migrations", run: withFirst(checkMigrations) },
    { name: "database connections", run: withFirst((client) => checkConnections(client, fleet)) },
    { name: "database clock", run: withFirst(checkClock) },
  ];
}

async function connected(login: Login, url: Secret<string>, work: (client: pg.Client) => Promise<Finding>): Promise<Finding> {
  const client = new pg.Client({ connectionString: url.reveal(), connectionTimeoutMillis: 5000, query_timeout: 5000 });
  // An error of an idle connection also reaches the query that waits for it.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return cannotConnect(login, error);
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Codes of Postgres (https://www.postgresql.org/docs/current/errcodes-appendix.html) and of the network. */
function cannotConnect({ role, variable }: Login, error: unknown): Finding {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "28P01":
    case "28000":
      return failed(
        `The server does not accept the login ${role}.`,
        `Correct the password in ${variable}, or set it with sallyport migrate --set-passwords.`,
      );
    case "3D000":
      return failed(`The database in ${variable} does not exist.`, "Run sallyport migrate with DATABASE_ADMIN_URL.");
    case "53300":
      return failed("The server has no free connection.", "Raise max_connections, or run fewer processes.");
    default:
      return failed(
        `The server of ${variable} can't be reached${code ? ` (${code})` : ""}.`,
        "Check its host, its port, the network, and TLS.",
      );
  }
}

async function checkLogin(client: pg.Client, { role, variable }: Login): Promise<Finding> {
  const { login, problems } = await reportRights(client);
  if (login !== role) return failed(`${variable} logs in as ${login}, not as ${role}.`, `Use the login ${role} in ${variable}.`);
  // The owner of the database has rights that no process may have. It only runs migrations and commands.
  if (role !== "sp_owner" && problems.length > 0) return failed(problems.map(problemSentence).join(" "), "Run sallyport migrate.");
  const { rows } = await client.query<{ encrypted: boolean; local: boolean }>(
    `select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
      coalesce(inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1', true) as local`,
  );
  if (rows[0]?.encrypted === false && !rows[0].local)
    return warning(`The connection of ${role} is not encrypted.`, `Add sslmode=verify-full to ${variable}.`);
  return ok(`logs in${role === "sp_owner" ? "" : ", without rights that it must not have"}`);
}

async function checkServer(client: pg.Client): Promise<Finding> {
  const { outdated } = await reportRights(client);
  return outdated === undefined ? ok("a supported version without a known vulnerability") : warning(outdated, "Upgrade the server.");
}

async function checkMigrations(client: pg.Client): Promise<Finding> {
  const missing = await migrationsPending(client);
  if (missing === 0) return ok("up to date");
  return failed(`The database lacks ${countWords(missing, "migration")} of this release.`, "Run sallyport migrate.");
}

async function checkConnections(client: pg.Client, { webs, workers }: Fleet): Promise<Finding> {
  const { rows } = await client.query<{ most: number }>(
    "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most",
  );
  const most = rows[0]?.most ?? 0;
  const needed = webs * CONNECTIONS.web + workers * CONNECTIONS.worker;
  const fleet = `${webs} web processes and ${workers} workers use up to ${needed} connections`;
  if (needed > most) return failed(`${fleet}; the server accepts ${most}.`, "Raise max_connections of the server, or run fewer processes.");
  return ok(`${fleet}; the server accepts ${most}`);
}

/** Stored times are the database's, and processes compare some of them with their own clock. */
const CLOCK_TOLERANCE_S = 5;

async function checkClock(client: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ at: Date }>("select clock_timestamp() as at");
  const here = (before + Date.now()) / 2;
  const seconds = Math.round(Math.abs(here - (rows[0]?.at.getTime() ?? 0)) / 1000);
  if (seconds > CLOCK_TOLERANCE_S)
    return failed(`The clocks of this machine and of the database differ by ${seconds} seconds.`, "Synchronize both with NTP.");
  return ok(`differs from the database's by less than ${CLOCK_TOLERANCE_S} seconds`);
}
