import { say, secondsSince } from "#stack/say.ts";
import { CODE_CONTROLS } from "./code-controls.ts";
import { type CodeControl, copyTree, removeControl, runTests, type TreeCopy } from "./remove-control.ts";

/**
 * Removes the security controls one at a time in a copy of the source tree, and checks that a test fails for each. `database` removes only the
 * controls of the database, `code` only those of the code, `code 2/3` the second third of those, and `sample 4` four of them.
 */
const USAGE = "npm run test:controls [-- database | code [PART/PARTS] | sample HOW_MANY]";
const DATABASE = ["db/attack-tests/missing-controls.test.ts", "db/attack-tests/missing-guards.test.ts"];

interface Tally {
  removed: number;
  caught: number;
}

/** The controls of the database are removed in one test run, each in a database of its own. One test for each control checks the result. */
async function databaseControls({ folder }: TreeCopy, tally: Tally): Promise<void> {
  const began = performance.now();
  const { passed, failed, output } = await runTests(folder, DATABASE, { env: { SALLYPORT_ALL_CONTROLS: "1" } });
  if (passed + failed === 0 || failed > 0) process.stderr.write(output);
  say(`${passed} of ${passed + failed} removed controls of the database made an attack case fail (${secondsSince(began)})`);
  tally.removed += Math.max(passed + failed, 1);
  tally.caught += passed;
}

async function codeControls(copy: TreeCopy, controls: readonly CodeControl[], tally: Tally): Promise<void> {
  const began = performance.now();
  const files = [...new Set(controls.map(({ test }) => test))];
  const { failed, passed, output } = await runTests(copy.folder, files);
  if (failed > 0 || passed === 0) {
    process.stderr.write(output);
    throw new Error("the tests fail although no control is removed, so the run says nothing");
  }
  say(`${passed} tests of ${files.length} files pass with every control in place (${secondsSince(began)})`);
  for (const control of controls) {
    const started = performance.now();
    const end = await removeControl(copy, control);
    tally.removed += 1;
    tally.caught += end === "caught" ? 1 : 0;
    say(`${end === "caught" ? "ok  " : "FAIL"} ${control.title}: ${control.file} (${secondsSince(started)})`);
  }
}

/** The controls that the arguments select; undefined if the arguments are wrong. */
function selectControls([which, how]: readonly string[]): { database: boolean; code: readonly CodeControl[] } | undefined {
  if (which === undefined) return { database: true, code: CODE_CONTROLS };
  if (which === "database") return { database: true, code: [] };
  if (which === "code") {
    const [part = 1, parts = 1] = (how ?? "1/1").split("/").map(Number);
    return { database: false, code: CODE_CONTROLS.filter((_, n) => n % parts === part - 1) };
  }
  if (which !== "sample" || !(Number(how) > 0)) return undefined;
  const step = Math.ceil(CODE_CONTROLS.length / Number(how));
  return { database: false, code: CODE_CONTROLS.filter((_, n) => n % step === 0) };
}

const selection = selectControls(process.argv.slice(2));
if (selection === undefined) {
  console.error(`Usage: ${USAGE}`);
  process.exit(64);
}
const copy = copyTree();
const tally: Tally = { removed: 0, caught: 0 };
const stop = () => process.exit(130);
process
  .once("exit", () => copy.remove())
  .once("SIGINT", stop)
  .once("SIGTERM", stop);
if (selection.database) await databaseControls(copy, tally);
if (selection.code.length > 0) await codeControls(copy, selection.code, tally);
console.log(`${tally.removed} controls removed, ${tally.caught} caught, ${tally.removed - tally.caught} survived`);
process.exit(tally.removed === tally.caught ? 0 : 1);
