import { join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { missingDocPaths, unexplainedDependencies } from "./check-documents.ts";
import { licenseProblems } from "./check-licenses.ts";
import { misusedTerms } from "./check-terminology.ts";

const bin = (name: string) => join("node_modules", ".bin", name);

interface Step {
  readonly name: string;
  readonly run: () => Promise<{ code: number; output: string }>;
}

/** Steps of one list run one after the other, because types need the route types. The lists run at the same time. */
const STEPS: readonly (readonly Step[])[] = [
  [
    { name: "route types", run: () => runProgram(bin("next"), ["typegen"], { env: { NEXT_TELEMETRY_DISABLED: "1" } }) },
    { name: "types", run: () => runProgram(bin("tsc"), ["--noEmit"]) },
  ],
  [{ name: "lint and format", run: () => runProgram(bin("biome"), ["ci", "--colors=off", "--error-on-warnings", "."]) }],
  [{ name: "dead code", run: () => runProgram(bin("knip"), []) }],
  [{ name: "lock file", run: () => runProgram(process.execPath, ["scripts/complete-lock.mjs", "--check"]) }],
  [
    { name: "terminology", run: async () => stepResult(misusedTerms()) },
    { name: "document paths", run: async () => stepResult(missingDocPaths()) },
    { name: "licenses of shipped packages", run: async () => stepResult(licenseProblems()) },
    { name: "dependency reasons", run: async () => stepResult(unexplainedDependencies()) },
  ],
];

function stepResult(problems: readonly string[]) {
  return { code: problems.length > 0 ? 1 : 0, output: `${problems.join("\n")}\n` };
}

/** Runs the checks that do not need the product to run: lint, types, dead code, documents, licenses. Prints the results. */
export async function runGate(): Promise<{ readonly passed: number; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  await Promise.all(
    STEPS.map(async (steps) => {
      for (const { name, run } of steps) {
        const began = performance.now();
        const { code, output } = await run();
        say(`${code === 0 ? "ok  " : "FAIL"} ${name} (${secondsSince(began)})`);
        if (code === 0) continue;
        process.stderr.write(output);
        failures.push(`gate > ${name}: ${output.trim().split("\n", 1)[0] ?? ""}`);
      }
    }),
  );
  return { passed: STEPS.flat().length - failures.length, failures };
}
