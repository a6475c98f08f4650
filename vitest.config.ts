import { existsSync, globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { type PostgresRelease, postgresPackage, SYSTEM_POSTGRES_17 } from "./db/testing/postgres-binaries.ts";

const exclude = ["node_modules/**", ".next/**", "dist/**", ".data/**", "e2e/**"];
const files = globSync("**/*.test.{ts,tsx}", { exclude: (name) => ["node_modules", ".next", "dist", ".data", "e2e"].includes(name) });

/** A test that starts a server, a process or a database is not a unit test. `npm run check` does not run it; `npm test` does. */
const STARTS_SOMETHING =
  /#db\/testing|start-sandbox|use-sandbox|aws-sandbox\/testing|\/testing\/(?!fake-clock)|child_process|run-program|createServer|createHttpServer|createTestDatabase|startPortal/;
const services = files.filter((file) => file.startsWith("db/") || STARTS_SOMETHING.test(readFileSync(file, "utf8")));

/**
 * A test that replaces modules or changes the environment of its process, so its file has a process of its own. All other files share a few
 * processes: to start one and to import the modules takes more than a second of processor time. They keep no state in modules.
 */
const CHANGES_PROCESS = /\bvi\.(do)?mock\(|\bvi\.stubEnv\(|\bprocess\.env(\["\w+"\])? = |Object\.assign\(process\.env|set-web-environment/i;
const isolated = services.filter((file) => CHANGES_PROCESS.test(readFileSync(file, "utf8")));

/** Without a control, many tests wait for what never comes; scripts/controls therefore waits less. */
// biome-ignore lint/style/noProcessEnv: of the tests
const PATIENCE_MS = Number(process.env["TEST_PATIENCE_MS"] ?? 300_000);

const shared = {
  environment: "node",
  exclude,
  // These limits only end what hangs, also on a busy machine. A condition that holds ends the wait at once.
  testTimeout: PATIENCE_MS,
  hookTimeout: PATIENCE_MS,
  expect: { poll: { timeout: PATIENCE_MS / 5 } },
} as const;

/** Postgres releases differ in their rights, so these tests also run on the oldest supported release and on the system's Postgres. */
const ON_EVERY_POSTGRES = [
  "db/migrations/install-database.test.ts",
  "db/role-rights.test.ts",
  "db/attack-tests/catalog.test.ts",
  "db/attack-tests/attacks.test.ts",
  "db/attack-tests/restored-database.test.ts",
  "db/attack-tests/rights.test.ts",
  "db/attack-tests/role-escalation.test.ts",
];

function onPostgres(release: PostgresRelease, name: string, include: readonly string[], isolate = false) {
  return {
    test: {
      ...shared,
      name,
      include: [...include],
      isolate,
      provide: { postgresRelease: release },
      globalSetup: ["db/testing/vitest-global-setup.ts"],
      setupFiles: ["@sallyport/aws-sandbox/vitest-setup"],
    },
  };
}

export default defineConfig({
  test: {
    // One more than two cores, because some tests mostly wait for a worker process or a queue.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: "unit", isolate: false, include: files.filter((file) => !services.includes(file)) } },
      onPostgres(
        "current",
        "services",
        services.filter((file) => !isolated.includes(file)),
      ),
      onPostgres("current", "services-isolated", isolated, true),
      ...(existsSync(`node_modules/${postgresPackage("15")}`) ? [onPostgres("15", "postgres-15", ON_EVERY_POSTGRES)] : []),
      ...(existsSync(SYSTEM_POSTGRES_17) ? [onPostgres("system-17", "postgres-17", ON_EVERY_POSTGRES)] : []),
    ],
  },
});
