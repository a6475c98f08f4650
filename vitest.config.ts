import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const postgres = "db/testing/vitest-global-setup.ts";

export default defineConfig({
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules/**", ".next/**", ".data/**", "e2e/**"],
    environment: "node",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    globalSetup: existsSync(postgres) ? [postgres] : [],
  },
});
