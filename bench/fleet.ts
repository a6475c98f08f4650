import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { freePort } from "#db/testing/free-port.ts";
import { readWorkerEnv, type WorkerEnv } from "#kernel/env.ts";
import { demoEnvironment, demoSecrets } from "#stack/demo/environment.ts";
import { type Part, startPart, stopPart, untilReady } from "#stack/demo/processes.ts";
import { Sandbox } from "#stack/sandbox-client.ts";

/** A database, a sandbox and any number of workers, without the portal's pages: where many connections are due at once. */
export interface Fleet {
  readonly env: WorkerEnv;
  readonly workerUrl: string;
  /** The superuser of the database, for arranging and counting. */
  readonly admin: pg.Pool;
  /** Starts the sandbox with what `worldFile` holds; the workers need it. */
  startSandbox(): Promise<Sandbox>;
  /** Resolves when the worker beats. */
  startWorker(): Promise<Part>;
  /** Where the sandbox looks for the roles it begins with. */
  readonly worldFile: string;
  stop(): Promise<void>;
}

const DATABASE = "sallyport";

/** A new fleet in a folder of this process that goes with it. `variables` are set for its workers. */
export async function startFleet(variables: Readonly<Record<string, string>> = {}): Promise<Fleet> {
  const data = resolve(`.data/bench/fleet-${process.pid}`);
  mkdirSync(data, { recursive: true });
  const postgres = await startPostgres({ dataDir: join(data, "postgres"), keep: false });
  const url = (login: string) => `postgres://${login}@127.0.0.1:${postgres.port}/${DATABASE}`;
  await installDatabase({ sp_owner: url("sp_owner") }, { adminUrl: postgres.adminUrl });
  const [sandboxPort, smtpPort] = [await freePort(), await freePort()];
  const databaseUrls = {
    app: url("sp_app"),
    staff: url("sp_staff"),
    worker: url("sp_worker"),
    signin: url("sp_signin"),
    owner: url("sp_owner"),
  };
  const demo = demoEnvironment({ port: 3000, sandboxPort, smtpPort, databaseUrls, secrets: demoSecrets(join(data, "secrets.json")) });
  const worker = { ...demo.worker, ...variables };
  const admin = new pg.Pool({ connectionString: url("postgres"), max: 4 });
  // What was left open when the server stops is no failure of the benchmark's.
  admin.on("error", () => undefined);
  const parts: Part[] = [];
  const logFolder = join(data, "logs");
  const worldFile = join(data, "sandbox.json");
  return {
    env: readWorkerEnv(worker),
    workerUrl: databaseUrls.worker,
    admin,
    worldFile,
    async startSandbox() {
      const part = startPart({ name: "sandbox", script: "sandbox/main.ts", env: { ...demo.sandbox, SANDBOX_DATA: worldFile }, logFolder });
      parts.push(part);
      await untilReady(part, `${demo.sandboxUrl}/mail`);
      return new Sandbox(demo.sandboxUrl);
    },
    async startWorker() {
      const before = await beating(admin);
      const part = startPart({ name: `worker-${parts.length}`, script: "worker/main.ts", env: worker, logFolder });
      parts.push(part);
      while ((await beating(admin)) === before) {
        if (part.child.exitCode !== null) throw new Error(`the worker ended with ${part.child.exitCode}; see ${logFolder}`);
        await new Promise((again) => setTimeout(again, 50));
      }
      return part;
    },
    async stop() {
      for (const part of parts.reverse()) await stopPart(part);
      await admin.end();
      await postgres.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function beating(admin: pg.Pool): Promise<number> {
  const { rows } = await admin.query<{ n: number }>("select count(*)::int as n from worker_heartbeats");
  return rows[0]?.n ?? 0;
}
