import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres } from "./embedded-postgres.ts";
import { adoptable, postmasterOf } from "./postgres-process.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "sallyport launcher "));
  chmodSync(directory, 0o755);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ask = async (url: string, question: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return Object.values((await client.query(question)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

test("kept data survives a restart; the server needs a password, uses UTF8 and terse errors, and listens on loopback only", async () => {
  const dataDir = join(directory, "kept");
  const first = await startPostgres({ dataDir, keep: true });
  await ask(first.adminUrl, "create database remembered");
  expect(await ask(first.adminUrl, "show server_encoding")).toBe("UTF8");
  expect(await ask(first.adminUrl, "show log_error_verbosity")).toBe("terse");
  expect(await ask(first.adminUrl, "show listen_addresses")).toBe("127.0.0.1");
  expect(await ask(first.adminUrl, "show fsync")).toBe("on");
  const without = new URL(first.adminUrl);
  without.password = "";
  await expect(ask(without.href, "select 1")).rejects.toThrow();
  expect(statSync(`${dataDir}.json`).mode & 0o077).toBe(0);
  await first.stop();
  expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
  const second = await startPostgres({ dataDir, keep: true });
  expect(await ask(second.adminUrl, "select count(*)::int from pg_database where datname = 'remembered'")).toBe(1);
  await second.stop();
});

test("a second start on the same data uses the running server, and open clients do not delay a stop", async () => {
  const dataDir = join(directory, "adopted");
  const first = await startPostgres({ dataDir, keep: true });
  const second = await startPostgres({ dataDir, keep: true });
  expect(second.adminUrl).toBe(first.adminUrl);
  const client = new pg.Client({ connectionString: first.adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("begin");
  await second.stop();
  expect(adoptable(dataDir)).toBeUndefined();
});

test("a start after the server was killed recovers what was committed", async () => {
  const dataDir = join(directory, "crashed");
  const first = await startPostgres({ dataDir, keep: true });
  await ask(first.adminUrl, "create table t as select 7 as n");
  process.kill(postmasterOf(dataDir)?.pid ?? 0, "SIGKILL");
  while (adoptable(dataDir) !== undefined) await sleep(10);
  const second = await startPostgres({ dataDir, keep: true });
  expect(await ask(second.adminUrl, "select n from t")).toBe(7);
  await second.stop();
});

test("a start works after the parent process was killed, whether or not the server stopped with it", async () => {
  const dataDir = join(directory, "orphaned");
  const parent = startInChild(dataDir);
  await lineOf(parent, "ready");
  parent.kill("SIGKILL");
  const again = await startPostgres({ dataDir, keep: true });
  expect(await ask(again.adminUrl, "select 1")).toBe(1);
  await again.stop();
});

test("data that is not kept is deleted by the stop", async () => {
  const dataDir = join(directory, "gone");
  const server = await startPostgres({ dataDir, keep: false });
  expect(readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim()).toMatch(/^1[5-9]$/);
  await server.stop();
  expect(existsSync(dataDir)).toBe(false);
});

function startInChild(dataDir: string): ChildProcess {
  const launcher = JSON.stringify(join(import.meta.dirname, "embedded-postgres.ts"));
  const program = `const { startPostgres } = await import(${launcher}); await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, keep: true }); console.log("ready"); setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: join(import.meta.dirname),
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function lineOf(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes(wanted) && resolve());
    child.once("exit", () => reject(new Error("the child ended")));
  });
}
