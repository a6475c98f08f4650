import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedMigrations, type Manifest, manifestOf, readMigrationFiles } from "./migration-files.ts";

const path = join(import.meta.dirname, "manifest.json");
const files = readMigrationFiles();
const recorded: Manifest = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
const changed = changedMigrations(recorded, files);
if (changed.length > 0) {
  process.stderr.write(`${changed.join(", ")}: a migration is never changed or removed. Add a new one.\n`);
  process.exit(1);
}
writeFileSync(path, `${JSON.stringify(manifestOf(files), undefined, 2)}\n`);
