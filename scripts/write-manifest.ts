import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { changedMigrations, type Manifest, manifestOf, readMigrationFiles } from "#db/migrations/migration-files.ts";

/**
 * Writes the checksums of migrations, functions and policies. Run `npm run db:manifest` after any change of them; it refuses a changed
 * migration. `released.json` repeats the checksums of the baseline. Only before the first release, `--before-release` accepts changed
 * migrations and writes both files.
 */
const [MANIFEST, RELEASED] = ["db/migrations/manifest.json", "db/migrations/released.json"];
const files = readMigrationFiles();
const read = (file: string): Manifest => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
const write = (file: string, manifest: Manifest) => writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);

if (process.argv.includes("--before-release")) {
  const isBaseline = ([file]: readonly [string, string]) => /^migrations\/000[1-6]_/.test(file);
  write(RELEASED, Object.fromEntries(Object.entries(manifestOf(files)).filter(isBaseline)));
} else {
  const changed = new Set([...changedMigrations(read(MANIFEST), files), ...changedMigrations(read(RELEASED), files)]);
  const lost = [MANIFEST, RELEASED].filter((file) => !existsSync(file));
  if (changed.size > 0) process.stderr.write(`${[...changed].join(", ")}: a migration is never changed or removed. Add a new one.\n`);
  if (lost.length > 0) process.stderr.write(`${lost.join(", ")}: restore this file. It says which migrations must not change.\n`);
  if (changed.size > 0 || lost.length > 0) process.exit(1);
}
write(MANIFEST, manifestOf(files));
