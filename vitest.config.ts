import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const exclude = ["node_modules/**", ".next/**", ".data/**", "e2e/**"];
const files = globSync("**/*.test.{ts,tsx}", { exclude: (name) => ["node_modules", ".next", ".data", "e2e"].includes(name) });

/** A test that starts a server, a process or a database is not a unit test: `npm run check` leaves it to `npm test`. */
const STARTS_SOMETHING =
  /#db\/testing|start-sandbox|use-sandbox|\/testing\/(?!held-clock)|child_process|createServer|createTestDatabase|startPortal/;
const services = files.filter((file) => file.startsWith("db/") || STARTS_SOMETHING.test(readFileSync(file, "utf8")));

const shared = { environment: "node", testTimeout: 90_000, hookTimeout: 90_000, exclude } as const;

export default defineConfig({
  test: {
    // One more than two cores: what waits for a worker process or a pause of a queue leaves room for another file.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: "unit", isolate: false, include: files.filter((file) => !services.includes(file)) } },
      {
        test: {
          ...shared,
          name: "services",
          include: services,
          globalSetup: ["db/testing/vitest-global-setup.ts"],
          setupFiles: ["sandbox/sts/testing/watch-assume-role.ts"],
        },
      },
    ],
  },
});
