import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "#db/migrations/create-database.ts";
import { createRoles } from "#db/migrations/create-roles.ts";
import { migrate } from "#db/migrations/migrate.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { TEMPLATE_DATABASE, urlFor } from "./test-database.ts";

export interface TestServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** A PostgreSQL in a temporary folder, with a migrated database that every test database is a copy of. */
export async function startTestServer(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), "sallyport-test-"));
  chmodSync(directory, 0o755); // the server may run as another user
  const server = await startPostgres({ dataDir: join(directory, "data"), keep: false });
  await createRoles(server.adminUrl);
  await createDatabase(server.adminUrl, TEMPLATE_DATABASE);
  await migrate(urlFor(server.adminUrl, "sp_owner", TEMPLATE_DATABASE));
  return {
    adminUrl: server.adminUrl,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
