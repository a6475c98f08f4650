import { join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { type Counts, vitestCounts } from "./test-counts.ts";

/** Runs projects of vitest.config.ts and shows their output. @param report the name of the report, `.data/test/vitest-<report>.json` */
export async function runVitest(report: string, projects: readonly string[], ...more: readonly string[]): Promise<Counts> {
  const file = `.data/test/vitest-${report}.json`;
  const options = projects.flatMap((project) => ["--project", project]);
  const command = ["run", ...options, ...more, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return vitestCounts(file, await runProgram(join("node_modules", ".bin", "vitest"), command, { show: true }));
}
