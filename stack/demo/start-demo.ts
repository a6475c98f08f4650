import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildRelease, PROGRAM } from "#stack/build/build-release.ts";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";
import { openDatabaseServer } from "./database-server.ts";
import { demoEnvironment, demoSecrets } from "./environment.ts";
import { lockFolder } from "./lock-folder.ts";
import { type DemoPorts, isPortFree } from "./ports.ts";
import { type Part, startPart, stopPart, untilReady } from "./processes.ts";
import { seedPeople } from "./seed-people.ts";
import { type LogShipper, shipLogs } from "./ship-logs.ts";

export interface Demo {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  readonly logFolder: string;
  /** Resolves with the name of the first process that ends. */
  readonly partEnded: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts all of Sallyport on this machine: Postgres, sandbox, web process and worker. Creates the demo's customers and staff. Resolves when
 * every process is ready. If a step fails, stops what was started.
 * @throws Error that names the step which failed
 */
export async function startDemo(ports: DemoPorts, dataFolder: string): Promise<Demo> {
  const data = resolve(dataFolder);
  mkdirSync(data, { recursive: true, mode: 0o755 });
  const stops: (() => Promise<void> | void)[] = [lockFolder(data)];
  const stop = async () => {
    for (const step of stops.reverse()) await step();
    stops.length = 0;
  };
  try {
    return await start(ports, data, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(ports: DemoPorts, data: string, stops: (() => Promise<void> | void)[], stop: () => Promise<void>): Promise<Demo> {
  for (const [name, port] of [
    ["PORT", ports.port],
    ["SANDBOX_PORT", ports.sandboxPort],
    ["SANDBOX_SMTP_PORT", ports.smtpPort],
  ] as const) {
    if (!(await isPortFree(port))) throw new Error(`port ${port} is in use. Set ${name} to a free port.`);
  }
  const logFolder = join(data, "logs");
  await buildRelease();
  say("Starting Postgres ...");
  const database = await openDatabaseServer(data);
  stops.push(() => database.stop());
  const env = demoEnvironment({ ...ports, databaseUrls: database.urls, secrets: demoSecrets(join(data, "secrets.json")) });

  writeEnvironment(data, "command", env.command);
  writeEnvironment(data, "web", env.web);
  writeEnvironment(data, "preflight", { ...env.publish, ...env.command, ...env.worker, ...env.web });

  say("Starting the sandbox ...");
  let shipper: LogShipper | undefined;
  const part = (name: string, command: readonly string[], variables: Record<string, string>, group?: string): Part => {
    const onLine = group === undefined ? undefined : (line: string) => shipper?.ship(group, line);
    const started = startPart({ name, command, env: variables, logFolder, ...(onLine && { onLine }) });
    stops.push(() => stopPart(started));
    return started;
  };
  const sandbox = part(
    "sandbox",
    ["sandbox/main.ts"],
    { ...env.sandbox, SANDBOX_DATA: join(data, "sandbox.json") },
    "/app/sallyport/sandbox",
  );
  await untilReady(sandbox, `${env.sandboxUrl}/mail`);
  shipper = shipLogs(env.sandboxUrl, env.region);
  stops.push(() => shipper?.stop());
  await publishTemplate(env.publish);

  say("Starting web and worker ...");
  const web = part("web", [PROGRAM, "web"], env.web, "/app/sallyport/web");
  // The worker's output is not sent to a log group, which belongs to one customer: its checkpoints name the audit chains of all customers.
  const worker = part("worker", [PROGRAM, "worker"], env.worker);
  await untilReady(web, `${env.appUrl}/api/health/ready`);
  await seedPeople(env.appUrl, env.command, join(data, "people-seeded"));
  await untilReady(worker, `${env.appUrl}/api/health`);
  const partEnded = Promise.race([sandbox, web, worker].map(({ name, ended }) => ended.then(() => name)));
  return { appUrl: env.appUrl, sandboxUrl: env.sandboxUrl, logFolder, partEnded, stop };
}

/** Stores the environment of a process, for tests and commands that start another process beside it. */
function writeEnvironment(data: string, name: string, env: Readonly<Record<string, string>>): void {
  const lines = Object.entries(env).map(([variable, value]) => `${variable}=${value}\n`);
  writeFileSync(join(data, `${name}.env`), lines.join(""), { mode: 0o600 });
}

async function publishTemplate(env: Record<string, string>): Promise<void> {
  const { code, output } = await runProgram(process.execPath, [PROGRAM, "template", "publish"], { env });
  if (code !== 0) throw new Error(`the template could not be published:\n${output}`);
}
