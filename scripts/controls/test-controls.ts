import { availableParallelism } from "node:os";
import { say, secondsSince } from "#stack/say.ts";
import type { Control } from "./code-control.ts";
import { CODE_CONTROLS } from "./code-controls.ts";
import { NotFound, SourceFiles } from "./find-region.ts";
import { type Mutant, makeMutant } from "./make-mutant.ts";
import { copyTree, removeControl, runTests, type TreeCopy } from "./remove-control.ts";

/**
 * Removes the security controls one at a time in a copy of the source tree, and checks that a test fails for each. `database` removes only the
 * controls of the database, `code` only those of the code, `code 2/3` the second third of those, `code "some text"` those whose title contains
 * the text, and `sample 4` four of them. Before, the test files run with every control in place, because a failure would say nothing otherwise;
 * with `beside-tests` they do not, because a run of all tests shows the same.
 */
const USAGE = "npm run test:controls [-- database | code [PART/PARTS | TITLE] | sample HOW_MANY [beside-tests]]";
const DATABASE = ["db/attack-tests/missing-controls.test.ts", "db/attack-tests/missing-guards.test.ts"];

/** A test file that runs takes less than one core, because it also waits. A sample runs beside other tests. */
const COPIES = availableParallelism() + 1;
const COPIES_OF_SAMPLE = 2;

interface Tally {
  removed: number;
  noticed: number;
}

/** The controls of the database are removed in one test run, each in a database of its own. One test for each control checks the result. */
async function databaseControls({ folder }: TreeCopy, tally: Tally): Promise<void> {
  const began = performance.now();
  const { passed, failed, output } = await runTests(folder, DATABASE, { env: { SALLYPORT_ALL_CONTROLS: "1" } });
  if (passed + failed === 0 || failed > 0) process.stderr.write(output);
  say(`${passed} of ${passed + failed} removed controls of the database made an attack case fail (${secondsSince(began)})`);
  tally.removed += Math.max(passed + failed, 1);
  tally.noticed += passed;
}

/** The mutants of the controls. A control that cannot be found counts as unnoticed. */
async function mutantsOf(controls: readonly Control[], tally: Tally): Promise<(Mutant & { control: Control })[]> {
  const sources = new SourceFiles();
  const mutants: (Mutant & { control: Control })[] = [];
  for (const control of controls) {
    try {
      mutants.push({ ...(await makeMutant(sources, control)), control });
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      tally.removed += 1;
      say(`FAIL ${control.title}: ${error.message}`);
    }
  }
  return mutants;
}

/** The test files that fail with every control in place. One that fails only while others run beside it does not count. */
async function failingFiles({ folder }: TreeCopy, files: readonly string[]): Promise<readonly string[]> {
  const began = performance.now();
  const failing: string[] = [];
  for (const file of (await runTests(folder, files)).failedFiles) {
    const { failedFiles, passed, output } = await runTests(folder, [file]);
    if (failedFiles.length === 0 && passed > 0) continue;
    process.stderr.write(output);
    failing.push(file);
  }
  say(`the tests of ${files.length - failing.length} of ${files.length} files pass with every control in place (${secondsSince(began)})`);
  return failing;
}

/** @param firstIsFree when the first copy can be used, because the controls of the database are removed in it */
async function codeControls(
  copies: readonly TreeCopy[],
  { code: controls, besideTests }: Selection,
  tally: Tally,
  firstIsFree: Promise<void>,
): Promise<void> {
  const mutants = await mutantsOf(controls, tally);
  const last = copies.at(-1);
  if (last === undefined || mutants.length === 0) return firstIsFree;
  const failing = besideTests ? [] : await failingFiles(last, [...new Set(mutants.map(({ test }) => test))]);
  for (const { test, control } of mutants.filter(({ test }) => failing.includes(test))) {
    tally.removed += 1;
    say(`FAIL ${control.title}: a test of ${test} fails although no control is removed, so its failure says nothing`);
  }
  const queue = mutants.filter(({ test }) => !failing.includes(test))[Symbol.iterator]();
  await Promise.all(
    copies.map(async (copy, n) => {
      if (n === 0) await firstIsFree;
      for (const mutant of queue) {
        const started = performance.now();
        const end = await removeControl(copy, mutant, mutant.control.only);
        tally.removed += 1;
        tally.noticed += end === "noticed" ? 1 : 0;
        const sign = { noticed: "ok  ", unnoticed: "FAIL", "not-run": "FAIL (no test ran)" }[end];
        say(`${sign} ${mutant.control.title}: ${[...mutant.files.keys()].join(", ")} (${secondsSince(started)})`);
      }
    }),
  );
}

interface Selection {
  readonly database: boolean;
  readonly code: readonly Control[];
  /** All tests run at the same time with every control in place. */
  readonly besideTests?: boolean;
}

/** The controls that the arguments select; undefined if the arguments are wrong. */
function selectControls([which, how, beside]: readonly string[]): Selection | undefined {
  if (which === undefined) return { database: true, code: CODE_CONTROLS };
  if (which === "database") return { database: true, code: [] };
  if (which === "code") {
    const [, part, parts] = /^(\d+)\/(\d+)$/.exec(how ?? "1/1") ?? [];
    const code = CODE_CONTROLS.filter(({ title }, n) =>
      part === undefined ? title.includes(how ?? "") : n % Number(parts) === Number(part) - 1,
    );
    return code.length > 0 ? { database: false, code } : undefined;
  }
  if (which !== "sample" || !(Number(how) > 0) || ![undefined, "beside-tests"].includes(beside)) return undefined;
  const step = Math.ceil(CODE_CONTROLS.length / Number(how));
  return { database: false, code: CODE_CONTROLS.filter((_, n) => n % step === 0), besideTests: beside !== undefined };
}

const selection = selectControls(process.argv.slice(2));
if (selection === undefined) {
  console.error(`Usage: ${USAGE}`);
  process.exit(64);
}
const mostCopies = process.argv[2] === "sample" ? COPIES_OF_SAMPLE : COPIES;
const copies = Array.from({ length: Math.min(mostCopies, Math.max(1, selection.code.length)) }, copyTree);
const tally: Tally = { removed: 0, noticed: 0 };
const stop = () => process.exit(130);
process
  .once("exit", () => {
    for (const copy of copies) copy.remove();
  })
  .once("SIGINT", stop)
  .once("SIGTERM", stop);
const ofDatabase = selection.database && copies[0] !== undefined ? databaseControls(copies[0], tally) : Promise.resolve();
await Promise.all([ofDatabase, codeControls(copies, selection, tally, ofDatabase)]);
console.log(`${tally.removed} controls removed, ${tally.noticed} caught, ${tally.removed - tally.noticed} survived`);
process.exit(tally.removed === tally.noticed ? 0 : 1);
