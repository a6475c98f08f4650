import type { TestProject } from "vitest/node";
import type { PostgresRelease } from "./postgres-binaries.ts";
import { startTestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    sallyportPostgres: string;
    /** The PostgreSQL release of this test project, set in vitest.config.ts. */
    postgresRelease: PostgresRelease;
  }
}

/** Starts one PostgreSQL for all tests of a project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer(project.getProvidedContext().postgresRelease);
  project.provide("sallyportPostgres", server.adminUrl);
  return () => server.stop();
}
