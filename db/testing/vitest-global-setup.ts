import type { TestProject } from "vitest/node";
import type { PostgresRelease } from "./postgres-binaries.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    sallyportPostgres: string;
    /** The PostgreSQL release of this test project, set in vitest.config.ts. */
    postgresRelease: PostgresRelease;
  }
}

interface SharedServer {
  readonly server: Promise<TestServer>;
  users: number;
}

// On globalThis, because vitest loads this module once for each project.
const KEY = Symbol.for("sallyport.test-servers");
const holder = globalThis as { [KEY]?: Map<PostgresRelease, SharedServer> };

/** Starts one PostgreSQL for all tests of all projects with the same release. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const release = project.getProvidedContext().postgresRelease;
  holder[KEY] ??= new Map();
  const shared = holder[KEY].get(release) ?? { server: startTestServer(release), users: 0 };
  holder[KEY].set(release, shared);
  shared.users += 1;
  const server = await shared.server;
  project.provide("sallyportPostgres", server.adminUrl);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    holder[KEY]?.delete(release);
    await server.stop();
  };
}
