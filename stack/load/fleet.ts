import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DATABASE_ROLES, type DatabaseRole } from "#db/migrations/database-roles.ts";
import { URL_VARIABLES } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { freePort } from "#db/testing/free-port.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { type DatabaseServer, openDatabaseServer } from "#stack/demo/database-server.ts";
import { demoEnvironment, demoSecrets } from "#stack/demo/environment.ts";
import { type Part, startPart, stopPart, untilReady } from "#stack/demo/processes.ts";
import { seedPeople } from "#stack/demo/seed-people.ts";
import { runProgram } from "#stack/run-program.ts";
import { type Balancer, startBalancer } from "./balancer.ts";

/** A web process of the fleet. */
export interface Web extends Part {
  readonly port: number;
}

/** Several web and worker processes on one database, behind a load balancer, with their own sandbox. */
export interface Fleet {
  /** The address of the load balancer, which is the portal's. */
  readonly url: string;
  readonly sandboxUrl: string;
  readonly logFolder: string;
  readonly balancer: Balancer;
  /** The URL of the superuser. */
  readonly superuserUrl: string;
  readonly databaseUrls: DatabaseServer["urls"];
  /** The environment of operator commands. */
  readonly commandEnvironment: Readonly<Record<string, string>>;
  readonly environment: { readonly web: Readonly<Record<string, string>>; readonly worker: Readonly<Record<string, string>> };
  /** Starts a web process of a release (its `sallyport.js`; by default of the present sources). It gets no requests yet. */
  startWeb(name: string, program?: string): Promise<Web>;
  startWorker(name: string, program?: string): Part;
  /** Stops the database server, or starts it again on the same port. */
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  /** Stops everything that was started. */
  stop(): Promise<void>;
}

/** High limits, because a test acts as few people but as much as many. */
const LIMITS = {
  STREAMS_PER_PERSON: "1000",
  STREAMS_PER_CUSTOMER: "1000",
  CALLS_PER_MINUTE_FACTOR: "1000",
  LOG_READS_PER_MINUTE: "1000000",
  LOGS_QUOTAS: "FilterLogEvents=100000,DescribeLogGroups=100000",
  // As in production; the demo has no load balancer that has to notice the end of a process.
  STOP_DELAY_SECONDS: "5",
};

/**
 * Starts the database, the sandbox and the load balancer, and creates the demo's people. Starts one web process for that, which is the
 * first of `webs`. If a step fails, stops what was started.
 * @param program the `sallyport.js` of a release that is built
 * @param folder is created, and keeps the logs of the processes
 */
export async function startFleet(folder: string, program = PROGRAM): Promise<{ readonly fleet: Fleet; readonly web: Web }> {
  const data = resolve(folder);
  mkdirSync(data, { recursive: true });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return await start(data, program, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Creates the database with the command of a release. @throws Error with the output of the command if it fails */
function installWith(program: string) {
  return async (urls: Readonly<Record<DatabaseRole, string>>, adminUrl: string) => {
    const variables = DATABASE_ROLES.map((role) => [URL_VARIABLES[role], urls[role]]);
    const { code, output } = await runProgram(process.execPath, [program, "migrate"], {
      env: { ...Object.fromEntries(variables), DATABASE_ADMIN_URL: adminUrl },
    });
    if (code !== 0) throw new Error(`the database could not be created:\n${output}`);
  };
}

async function start(data: string, program: string, stops: (() => Promise<unknown>)[], stop: () => Promise<void>) {
  const logFolder = join(data, "logs");
  const [port, sandboxPort, smtpPort] = [await freePort(), await freePort(), await freePort()];
  const dataDir = join(data, "postgres");
  const database = await (program === PROGRAM ? openDatabaseServer(data) : openDatabaseServer(data, installWith(program)));
  stops.push(() => database.stop());
  const databasePort = Number(new URL(database.urls.owner).port);
  const env = demoEnvironment({
    port,
    sandboxPort,
    smtpPort,
    databaseUrls: database.urls,
    secrets: demoSecrets(join(data, "secrets.json")),
  });
  const part = (name: string, command: readonly string[], variables: Record<string, string>): Part => {
    const started = startPart({ name, command, env: variables, logFolder });
    stops.push(() => stopPart(started, 1000));
    return started;
  };

  const sandbox = part("sandbox", ["sandbox/main.ts"], { ...env.sandbox, SANDBOX_DATA: join(data, "sandbox.json") });
  await untilReady(sandbox, `${env.sandboxUrl}/mail`);
  const published = await runProgram(process.execPath, [program, "template", "publish"], { env: env.publish });
  if (published.code !== 0) throw new Error(`the template could not be published:\n${published.output}`);
  const balancer = await startBalancer(port);
  stops.push(() => balancer.stop());

  const startWeb = async (name: string, release = program): Promise<Web> => {
    const own = await freePort();
    const web = part(name, [release, "web"], { ...env.web, ...LIMITS, PORT: String(own) });
    return { ...web, port: own };
  };
  const startDatabase = async () => {
    const postgres = await startPostgres({ dataDir, keep: true, port: databasePort });
    if (postgres.port !== databasePort) throw new Error("the database server did not start on its port");
  };
  const web = await startWeb("web-1");
  balancer.setPorts([web.port]);
  await balancer.untilReady([web.port], 180_000);
  await seedPeople(env.appUrl, env.command, join(data, "people-seeded"), program);
  // Of another server, the environment has it (`openDatabaseServer`).
  const superuserUrl = process.env["DATABASE_ADMIN_URL"] || (await startPostgres({ dataDir, keep: true })).adminUrl;
  const fleet: Fleet = {
    url: env.appUrl,
    sandboxUrl: env.sandboxUrl,
    logFolder,
    balancer,
    superuserUrl: superuserUrl.replace(/postgres$/, "sallyport"),
    databaseUrls: database.urls,
    commandEnvironment: env.command,
    environment: { web: env.web, worker: env.worker },
    startWeb,
    startWorker: (name, release = program) => part(name, [release, "worker"], env.worker),
    stopDatabase: () => database.stop(),
    startDatabase,
    stop,
  };
  return { fleet, web };
}
