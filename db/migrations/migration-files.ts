import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RELEASE_FOLDER } from "#kernel/release-folder.ts";

/**
 * A file of SQL. A migration runs once and is never changed after a release. A file of definitions (functions with their triggers and
 * grants, or policies with the grants on tables) has the only current definition of each, and is applied again when it changes.
 */
export interface MigrationFile {
  /** Below `db/`, such as `migrations/0001_people.sql` or `functions/audit.sql`. */
  readonly file: string;
  readonly sql: string;
  readonly sha256: string;
}

/** All files of this release, each list in the order in which it is applied. */
export interface MigrationFiles {
  /** Functions that table definitions call. */
  readonly first: readonly MigrationFile[];
  readonly migrations: readonly MigrationFile[];
  readonly functions: readonly MigrationFile[];
  readonly policies: readonly MigrationFile[];
}

const FIRST = "functions/table-values.sql";

/**
 * Reads the files of this release.
 * @param folder the folder with `migrations`, `functions` and `policies`
 */
export function readMigrationFiles(folder: string = join(RELEASE_FOLDER, "db")): MigrationFiles {
  const read = (pattern: string) =>
    globSync(pattern, { cwd: folder })
      .toSorted()
      .map((file) => {
        const sql = readFileSync(join(folder, file), "utf8");
        return { file, sql, sha256: createHash("sha256").update(sql).digest("hex") };
      });
  const functions = read("functions/*.sql");
  return {
    first: functions.filter(({ file }) => file === FIRST),
    migrations: read("migrations/*.sql"),
    functions: functions.filter(({ file }) => file !== FIRST),
    policies: read("policies/*.sql"),
  };
}

/** What `manifest.json` records: the SHA-256 of each file. Processes compare it with the database, without reading the files. */
export type Manifest = Readonly<Record<string, string>>;

/** The manifest of these files. */
export function manifestOf(files: MigrationFiles): Manifest {
  const all = [...files.first, ...files.migrations, ...files.functions, ...files.policies];
  return Object.fromEntries(all.map(({ file, sha256 }) => [file, sha256] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The migrations of a manifest that other files would change. A released migration must stay as it is. `released.json` records the
 * baseline a second time, so that deleting the manifest does not make a changed baseline pass.
 */
export function changedMigrations(recorded: Manifest, files: MigrationFiles): readonly string[] {
  const now = manifestOf(files);
  return Object.keys(recorded).filter((file) => file.startsWith("migrations/") && now[file] !== recorded[file]);
}
