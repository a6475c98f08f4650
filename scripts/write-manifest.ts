import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { installDatabase } from "#db/migrations/install-database.ts";
import { changedMigrations, type Manifest, manifestOf, readMigrationFiles } from "#db/migrations/migration-files.ts";
import { type ReleasedInterface, usesOf } from "#db/migrations/released-interface.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";

/**
 * Writes the checksums of migrations, functions and policies. Run `npm run db:manifest` after any change of them; it refuses a changed
 * migration. `released.json` repeats the checksums of the baseline. Only before the first release, `--before-release` accepts changed
 * migrations and writes both files.
 *
 * `--release`, on the commit of a release: records it as the previous one, with which upgrades are tested, and what its processes use in
 * the database.
 */
const [MANIFEST, RELEASED] = ["db/migrations/manifest.json", "db/migrations/released.json"];
const files = readMigrationFiles();
const read = (file: string): Manifest => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
const write = (file: string, manifest: Manifest | ReleasedInterface) => writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);

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
if (process.argv.includes("--release")) {
  const uses = await usesOfInstalled();
  write("db/migrations/previous-release.json", { migrations: files.migrations.map(({ file }) => file), uses });
  writeFileSync("scripts/test/previous-release.txt", execFileSync("git", ["rev-parse", "HEAD"]));
}

async function usesOfInstalled(): Promise<readonly string[]> {
  const folder = resolve(`.data/manifest-${process.pid}`);
  const server = await startPostgres({ dataDir: join(folder, "postgres"), keep: false });
  try {
    const url = `postgres://sp_owner@127.0.0.1:${server.port}/sallyport`;
    await installDatabase({ sp_owner: url }, { adminUrl: server.adminUrl });
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    const uses = await usesOf(owner);
    await owner.end();
    return uses;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
