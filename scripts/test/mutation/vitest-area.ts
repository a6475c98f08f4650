import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { GUARDED_AREAS } from "./guarded-areas.ts";

/** Runs only the tests of one area, which `npm run test:mutation` sets. */
const area = GUARDED_AREAS.find(({ name }) => name === process.env["MUTATION_AREA"]);
const tests = area?.tests ?? [];

/** Runs the most specific tests first, because the first failing test ends the run of a mutant. */
class InListedOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const position = ({ moduleId }: TestSpecification) => tests.findIndex((file) => moduleId.endsWith(file));
    return files.toSorted((a, b) => position(a) - position(b));
  }
}

/** As in vitest.config.ts: one Postgres for all tests. */
const withDatabase = {
  provide: { postgresRelease: "current" },
  globalSetup: ["db/testing/vitest-global-setup.ts"],
  setupFiles: ["@sallyport/aws-sandbox/vitest-setup"],
} as const;

export default defineConfig({
  test: {
    environment: "node",
    isolate: false,
    include: [...tests],
    sequence: { sequencer: InListedOrder },
    hookTimeout: 90_000,
    testTimeout: 90_000,
    ...(area?.database && { ...withDatabase, globalSetup: [...withDatabase.globalSetup], setupFiles: [...withDatabase.setupFiles] }),
  },
});
