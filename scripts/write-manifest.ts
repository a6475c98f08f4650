import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { changedMigrations, type Manifest, manifestOf, readMigrationFiles } from "#db/migrations/migration-files.ts";

/** The checksums of migrations, functions and policies. Run `npm run db:manifest` after any change of them; it refuses a changed migration. */
const MANIFEST = "db/migrations/manifest.json";
const files = readMigrationFiles();
const recorded: Manifest = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")) : {};
const changed = changedMigrations(recorded, files);
if (changed.length > 0) {
  process.stderr.write(`${changed.join(", ")}: a migration is never changed or removed. Add a new one.\n`);
  process.exit(1);
}
writeFileSync(MANIFEST, `${JSON.stringify(manifestOf(files), undefined, 2)}\n`);
