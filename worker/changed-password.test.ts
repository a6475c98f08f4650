import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type PasswordServer, startPasswordServer } from "#db/testing/password-server.ts";
import { SecretValues, withSecretFiles } from "#kernel/process/secret-values.ts";
import { closeDatabase, openCheckedDatabase } from "#lib/audit/open-database.ts";
import { jobVersion, startJobs } from "./jobs.ts";

const folder = mkdtempSync(join(tmpdir(), "worker-url-"));
const file = join(folder, "database_worker_url");
let server: PasswordServer;
beforeAll(async () => {
  server = await startPasswordServer();
});
afterAll(async () => {
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const put = (password: string) => writeFileSync(file, `${server.url("sp_worker", password)}\n`);
const rows = async (sql: string, values: readonly unknown[] = []) => (await server.admin.query(sql, [...values])).rows;

test("a worker whose database password changes in its file works on without a restart: its queue, and what wakes the queue", async () => {
  put("first");
  const worker = new SecretValues(() => [withSecretFiles({ DATABASE_WORKER_URL_FILE: file })["DATABASE_WORKER_URL"] ?? ""]);
  await openCheckedDatabase({ worker }, 60_000);
  const link = z.object({ link: z.string() });
  const stop = await startJobs(
    { databaseUrls: { worker } },
    { "mail-link": [jobVersion(link, async () => ({ kind: "completed", word: "done" }))] },
  );
  const done = async () => {
    const [{ id }] = await rows(`select enqueue_job('mail-link', '{"link": "a"}') as id`);
    await expect.poll(async () => (await rows("select state::text from pgboss.job where id = $1", [id]))[0]?.state).toBe("completed");
  };
  const listening = async () => (await rows("select from pg_stat_activity where usename = 'sp_worker' and query like 'LISTEN%'")).length;
  try {
    await done();
    await expect.poll(listening).toBe(1);
    put("second");
    await server.setPassword("sp_worker", "second");
    await server.disconnect("sp_worker");
    await done();
    await expect.poll(listening).toBe(1);
  } finally {
    await stop();
  }
});
