import { relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import type { GuardedArea } from "./guarded-areas.ts";
import type { MutantCounts } from "./mutation-record.ts";

const KILLED = new Set(["Killed", "Timeout"]);
const SURVIVED = new Set(["Survived", "NoCoverage"]);

/**
 * Changes one thing after the other in a copy of the room's sources and runs the tests that reach it. Results are kept in
 * `.data/stryker`, so a second run tries only what changed; an interrupted one goes on where it was.
 */
export async function mutateArea(room: GuardedArea, concurrency: number): Promise<ReadonlyMap<string, MutantCounts>> {
  process.env["MUTATION_AREA"] = room.name;
  const stryker = new Stryker({
    mutate: [...room.sources],
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "scripts/test/mutation/vitest-area.ts", related: false },
    coverageAnalysis: "perTest",
    concurrency,
    timeoutMS: 3000,
    // The copy holds what the tests import; a tsconfig.json in it would be rewritten with an API that TypeScript 7 lacks.
    ignorePatterns: ["/*", "!/kernel", "!/lib", "!/sandbox", "!/scripts", "!/db", "!/package.json"],
    disableTypeChecks: false,
    tempDirName: ".data/stryker/copies",
    incremental: true,
    incrementalFile: `.data/stryker/${room.name}.json`,
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
