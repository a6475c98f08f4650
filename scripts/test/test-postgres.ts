import { existsSync } from "node:fs";
import { SYSTEM_POSTGRES_17 } from "#db/testing/postgres-binaries.ts";
import { ensureTools } from "./ensure-tools.ts";
import { runVitest } from "./test-counts.ts";

/**
 * Runs the tests of rights, attacks and installation on the other supported Postgres releases: 15, the oldest one, and 17, if the operating
 * system has it. `npm test` runs them on 18. The last line of the output is the sum.
 */
await ensureTools();
const { passed, failures } = await runVitest("postgres", ["postgres-15", ...(existsSync(SYSTEM_POSTGRES_17) ? ["postgres-17"] : [])]);
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length > 0 ? 1 : 0);
