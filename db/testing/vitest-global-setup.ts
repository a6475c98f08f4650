import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createDatabase } from "#db/migrations/create-database.ts";
import { createRoles } from "#db/migrations/create-roles.ts";
import { migrate } from "#db/migrations/migrate.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { TEMPLATE_DATABASE, urlFor } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    sallyportPostgres: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated database that every test database is a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), "sallyport-test-"));
  chmodSync(directory, 0o755); // the server may run as another user
  const server = await startPostgres({ dataDir: join(directory, "data"), keep: false });
  await createRoles(server.adminUrl);
  await createDatabase(server.adminUrl, TEMPLATE_DATABASE);
  await migrate(urlFor(server.adminUrl, "sp_owner", TEMPLATE_DATABASE));
  project.provide("sallyportPostgres", server.adminUrl);
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
