import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { freePort } from "#db/testing/free-port.ts";
import { readWorkerEnv, type WorkerEnv } from "#kernel/process/env.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { demoEnvironment, demoSecrets } from "#stack/demo/environment.ts";
import { type Part, startPart, stopPart, untilReady } from "#stack/demo/processes.ts";
import { Sandbox } from "#stack/sandbox-client.ts";

/** A database, a sandbox and any number of workers, without the web process, for benchmarks with many due connections. */
export interface Fleet {
  readonly env: WorkerEnv;
  readonly workerUrl: string;
  /** A pool of the superuser, for inserting fixtures and for counting. */
  readonly admin: pg.Pool;
  /** Starts the sandbox, which the workers need, with the content of `sandboxFile`. */
  startSandbox(): Promise<Sandbox>;
  /** Starts a worker; resolves after its first heartbeat. */
  startWorker(): Promise<Part>;
  /** The file with the initial state of the sandbox. */
  readonly sandboxFile: string;
  stop(): Promise<void>;
}

const DATABASE = "sallyport";

/** A new fleet in a folder that `stop` deletes. `variables` are environment variables of its workers. */
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
  // Connections that are open when the server stops must not fail the benchmark.
  admin.on("error", () => undefined);
  const parts: Part[] = [];
  const logFolder = join(data, "logs");
  const sandboxFile = join(data, "sandbox.json");
  return {
    env: readWorkerEnv(worker),
    workerUrl: databaseUrls.worker,
    admin,
    sandboxFile,
    async startSandbox() {
      const part = startPart({
        name: "sandbox",
        command: ["sandbox/main.ts"],
        env: { ...demo.sandbox, SANDBOX_DATA: sandboxFile },
        logFolder,
      });
      parts.push(part);
      await untilReady(part, `${demo.sandboxUrl}/mail`);
      return new Sandbox(demo.sandboxUrl);
    },
    async startWorker() {
      const before = await countHeartbeats(admin);
      const part = startPart({ name: `worker-${parts.length}`, command: [PROGRAM, "worker"], env: worker, logFolder });
      parts.push(part);
      while ((await countHeartbeats(admin)) === before) {
        if (part.child.exitCode !== null) throw new Error(`the worker ended with ${part.child.exitCode}; see ${logFolder}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
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

async function countHeartbeats(admin: pg.Pool): Promise<number> {
  const { rows } = await admin.query<{ n: number }>("select count(*)::int as n from worker_heartbeats where ended_at is null");
  return rows[0]?.n ?? 0;
}
