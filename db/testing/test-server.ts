import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { createMissing, installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { freezeTime, keepServerTimeForIds } from "./fake-time.ts";
import { folderInMemory } from "./folder-in-memory.ts";
import type { PostgresRelease } from "./postgres-binaries.ts";
import { FAKE_TIME_TEMPLATE_DATABASE, TEMPLATE_DATABASE, urlFor } from "./test-database.ts";

/** Bytes that the data of a test run's servers can need: their write-ahead logs, and a few databases of 11 MB at a time. */
const SPACE = 2 * 1024 ** 3;

export interface TestServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL in a temporary folder with two migrated template databases, one of them with a fake time. On other releases than the
 * current one there is no fake-time template, because no test uses it there.
 */
export async function startTestServer(release: PostgresRelease = "current"): Promise<TestServer> {
  const directory = mkdtempSync(join(folderInMemory(SPACE), `sallyport-test-${process.pid}-`));
  chmodSync(directory, 0o755); // the server may run as another user
  const server = await startPostgres({ dataDir: join(directory, "data"), keep: false, release });
  await installDatabase({ sp_owner: urlFor(server.adminUrl, "sp_owner", TEMPLATE_DATABASE) }, { adminUrl: server.adminUrl });
  if (release === "current") await createFakeTimeTemplate(server.adminUrl);
  return {
    adminUrl: server.adminUrl,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Creates the template of databases with a fake time. */
async function createFakeTimeTemplate(adminUrl: string): Promise<void> {
  const urls = { sp_owner: urlFor(adminUrl, "sp_owner", FAKE_TIME_TEMPLATE_DATABASE) };
  await createMissing(urls, { adminUrl });
  const admin = new pg.Client({ connectionString: urlFor(adminUrl, "postgres", FAKE_TIME_TEMPLATE_DATABASE) });
  await admin.connect();
  await freezeTime(admin);
  await installDatabase(urls);
  await keepServerTimeForIds(admin);
  await admin.end();
}
