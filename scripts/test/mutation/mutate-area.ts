import { relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import type { GuardedArea } from "./guarded-areas.ts";
import type { MutantCounts } from "./mutation-record.ts";

const KILLED = new Set(["Killed", "Timeout"]);
const SURVIVED = new Set(["Survived", "NoCoverage"]);

/**
 * Makes one change at a time in a copy of the area's sources and runs the tests that reach it. Stores the results in `.data/stryker`: a second
 * run tries only what changed, and an interrupted run continues. Returns the counts for each file.
 */
export async function mutateArea(area: GuardedArea, concurrency: number): Promise<ReadonlyMap<string, MutantCounts>> {
  process.env["MUTATION_AREA"] = area.name;
  const stryker = new Stryker({
    mutate: [...area.sources],
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "scripts/test/mutation/vitest-area.ts", related: false },
    coverageAnalysis: "perTest",
    concurrency,
    timeoutMS: 3000,
    // The copy contains what the tests import, but no tsconfig.json: Stryker would rewrite it with an API that TypeScript 7 does not have.
    ignorePatterns: ["/*", "!/kernel", "!/lib", "!/sandbox", "!/scripts", "!/db", "!/package.json"],
    disableTypeChecks: false,
    tempDirName: ".data/stryker/copies",
    incremental: true,
    incrementalFile: `.data/stryker/${area.name}.json`,
    reporters: ["clear-text"],
    clearTextReporter: { allowEmojis: false, reportTests: false },
    allowConsoleColors: false,
  });
  const counts = new Map<string, { killed: number; survived: number }>();
  for (const { fileName, status } of await stryker.runMutationTest()) {
    const file = relative(process.cwd(), fileName);
    const count = counts.get(file) ?? { killed: 0, survived: 0 };
    counts.set(file, count);
    if (KILLED.has(status)) count.killed += 1;
    if (SURVIVED.has(status)) count.survived += 1;
  }
  return counts;
}
