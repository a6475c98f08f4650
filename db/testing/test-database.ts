import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createDatabase } from "#db/migrations/create-database.ts";
import { closePools } from "#db/pools.ts";
import { type FakeTime, fakeTime } from "./fake-time.ts";

export const TEMPLATE_DATABASE = "sallyport_template";
export const FAKE_TIME_TEMPLATE_DATABASE = "sallyport_fake_time_template";
const LOGINS = {
  owner: "sp_owner",
  app: "sp_app",
  staff: "sp_staff",
  worker: "sp_worker",
  signin: "sp_signin",
  admin: "postgres",
} as const;
export type TestLogin = keyof typeof LOGINS;

export interface TestDatabase {
  /** URLs of this database; `app`, `staff`, `worker` and `signin` fit `configurePools`. */
  readonly urls: Readonly<Record<TestLogin, string>>;
  /** A pool of the login, opened at its first use, for fixtures and for attempting what a role may not do. */
  pool(login: TestLogin): pg.Pool;
  /** Closes these pools and those of `configurePools`, and drops the database. */
  drop(): Promise<void>;
}

/** The URL of the same server with another login and database. */
export function urlFor(adminUrl: string, login: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.pathname = `/${database}`;
  return url.href;
}

/** A new, migrated database for one test file: a copy of the template of the test run. Needs `vitest-global-setup.ts`. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyOf(TEMPLATE_DATABASE);
}

/** The same, with a fake time that only the test advances. */
export async function createFakeTimeDatabase(): Promise<TestDatabase & { readonly time: FakeTime }> {
  const database = await copyOf(FAKE_TIME_TEMPLATE_DATABASE);
  return { ...database, time: fakeTime(database.pool("admin")) };
}

async function copyOf(template: string): Promise<TestDatabase> {
  const adminUrl = inject("sallyportPostgres");
  if (adminUrl === undefined) throw new Error("This test run has no database: set db/testing/vitest-global-setup.ts as globalSetup.");
  const name = `sallyport_${randomBytes(6).toString("hex")}`;
  await createDatabase(adminUrl, name, { template });
  const urls = Object.fromEntries(Object.entries(LOGINS).map(([key, login]) => [key, urlFor(adminUrl, login, name)])) as Record<
    TestLogin,
    string
  >;
  const pools = new Map<TestLogin, pg.Pool>();
  return {
    urls,
    pool(login) {
      const open = pools.get(login) ?? new pg.Pool({ connectionString: urls[login], max: 8 });
      if (!pools.has(login)) open.on("error", () => undefined);
      pools.set(login, open);
      return open;
    },
    async drop() {
      await closePools();
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      await client.query(`drop database ${client.escapeIdentifier(name)} with (force)`);
      await client.end();
    },
  };
}
