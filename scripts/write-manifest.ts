import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { changedMigrations, type Manifest, manifestOf, readMigrationFiles } from "#db/migrations/migration-files.ts";

/** The checksums of the released migrations, which are never changed. Run after adding a migration: `npm run db:manifest`. */
const path = "db/migrations/manifest.json";
const files = readMigrationFiles();
const recorded: Manifest = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
const changed = changedMigrations(recorded, files);
if (changed.length > 0) {
  process.stderr.write(`${changed.join(", ")}: a migration is never changed or removed. Add a new one.\n`);
  process.exit(1);
}
writeFileSync(path, `${JSON.stringify(manifestOf(files), undefined, 2)}\n`);
