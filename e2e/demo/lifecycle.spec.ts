import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "playwright/test";
import { freePort } from "#db/testing/free-port.ts";
import { isPortFree } from "#stack/demo/ports.ts";

/** Starts demos one after another in the same folder, and ends them as a person does and as a crash does. */
test.describe.configure({ mode: "serial" });

let data: string;
let env: Record<string, string>;
const started: ChildProcess[] = [];

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "sallyport-demo-"));
  const [port, sandbox, smtp] = [await freePort(), await freePort(), await freePort()];
  env = { PORT: String(port), SANDBOX_PORT: String(sandbox), SANDBOX_SMTP_PORT: String(smtp), SALLYPORT_DATA: data };
});
// A demo that a failed test left running would keep its ports.
test.afterEach(async () => {
  for (const demo of started.splice(0)) {
    if (demo.exitCode !== null || demo.signalCode !== null) continue;
    const ended = new Promise((resolve) => demo.once("exit", resolve));
    demo.kill("SIGTERM");
    await ended;
  }
});
test.afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

function start(command = process.execPath, args = ["scripts/demo.ts"]): Promise<ChildProcess> {
  const demo = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  started.push(demo);
  return new Promise((resolve, reject) => {
    let output = "";
    demo.stderr?.on("data", (chunk) => {
      output += String(chunk);
    });
    demo.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${output}`)));
    if (demo.stdout) createInterface({ input: demo.stdout }).on("line", (line) => line.startsWith("Ready on ") && resolve(demo));
  });
}

/** The command lines of processes that use this data folder or these ports. */
function leftovers(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const own = readFileSync(`/proc/${pid}/environ`, "utf8");
        const ours =
          own.includes(`SANDBOX_PORT=${env["SANDBOX_PORT"]}\0`) || own.includes(`\0PORT=${env["PORT"]}\0`) || line.includes(data);
        return ours && !line.includes("playwright") ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}

test("Ctrl-C stops every process that the demo started", async () => {
  test.slow();
  const demo = await start();
  expect(leftovers().length).toBeGreaterThan(2);
  const ended = new Promise((resolve) => demo.once("exit", resolve));
  demo.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(leftovers()).toEqual([]);
});

test("after kill -9 of the demo its processes end, and it starts again with the same data", async () => {
  test.slow();
  const demo = await start();
  demo.kill("SIGKILL");
  await expect.poll(leftovers).toEqual([]);
  const again = await start();
  const page = await fetch(`http://localhost:${env["PORT"]}/api/health`);
  expect(await page.json()).toEqual({ status: "ok" });
  const ended = new Promise((resolve) => again.once("exit", resolve));
  again.kill("SIGTERM");
  await ended;
  expect(leftovers()).toEqual([]);
});

test("SIGTERM to npm stops every process that npm run demo started", async () => {
  test.slow();
  const npm = await start("npm", ["run", "demo"]);
  expect(leftovers().length).toBeGreaterThan(4);
  npm.kill("SIGTERM");
  await expect.poll(leftovers).toEqual([]);
  const ports = ["PORT", "SANDBOX_PORT", "SANDBOX_SMTP_PORT"].map((name) => isPortFree(Number(env[name])));
  expect(await Promise.all(ports)).toEqual([true, true, true]);
});

test("the worker's log, which names the audit chains of all customers, is not in a customer's AWS account", async () => {
  test.slow();
  await start();
  expect(readFileSync(join(data, "logs", "worker.log"), "utf8")).not.toBe("");
  const acme = new CloudWatchLogsClient({
    endpoint: `http://localhost:${env["SANDBOX_PORT"]}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" },
  });
  const logGroupNames = async () => {
    const { logGroups = [] } = await acme.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/app/sallyport/" }));
    return logGroups.map(({ logGroupName }) => logGroupName).sort();
  };
  await expect.poll(async () => (await logGroupNames()).length).toBeGreaterThan(1);
  expect(await logGroupNames()).toEqual(["/app/sallyport/sandbox", "/app/sallyport/web"]);
});

test("a second demo in the same folder says that one is running, and does not disturb it", async () => {
  test.slow();
  const demo = await start();
  await expect(start()).rejects.toThrow(/already running|in use/);
  expect((await fetch(`http://localhost:${env["PORT"]}/api/health/live`)).status).toBe(200);
  const ended = new Promise((resolve) => demo.once("exit", resolve));
  demo.kill("SIGINT");
  await ended;
});
