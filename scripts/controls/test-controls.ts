import { say, secondsSince } from "#stack/say.ts";
import { CODE_CONTROLS } from "./code-controls.ts";
import { type CodeControl, copyTree, removeControl, runTests, type TreeCopy } from "./remove-control.ts";

/**
 * Takes the walls away one at a time, in a copy of this tree, and sees whether the test that guards each goes red.
 * `database` and `code` take half of them, `code 2/3` a third of that half, `sample 4` four of the code's.
 */
const USAGE = "npm run test:controls [-- database | code [PART/PARTS] | sample HOW_MANY]";
const DATABASE = ["db/attack-tests/missing-controls.test.ts", "db/attack-tests/missing-guards.test.ts"];

interface Tally {
  removed: number;
  caught: number;
}

/** The walls of the database fall inside one run: each has a database of its own, and a test that tells whether it was missed. */
async function databaseControls({ folder }: TreeCopy, tally: Tally): Promise<void> {
  const began = performance.now();
  const { passed, failed, output } = await runTests(folder, DATABASE, { env: { SALLYPORT_ALL_CONTROLS: "1" } });
  if (passed + failed === 0 || failed > 0) process.stderr.write(output);
  say(`${passed} of ${passed + failed} walls of the database were missed by a cheat (${secondsSince(began)})`);
  tally.removed += Math.max(passed + failed, 1);
  tally.caught += passed;
}

async function codeControls(copy: TreeCopy, walls: readonly CodeControl[], tally: Tally): Promise<void> {
  const began = performance.now();
  const files = [...new Set(walls.map(({ test }) => test))];
  const { failed, passed, output } = await runTests(copy.folder, files);
  if (failed > 0 || passed === 0) {
    process.stderr.write(output);
    throw new Error("the tests are red with every wall standing: nothing can be told");
  }
  say(`${passed} tests of ${files.length} files are green with every wall standing (${secondsSince(began)})`);
  for (const wall of walls) {
    const started = performance.now();
    const end = await removeControl(copy, wall);
    tally.removed += 1;
    tally.caught += end === "caught" ? 1 : 0;
    say(`${end === "caught" ? "ok  " : "FAIL"} ${wall.title}: ${wall.file} (${secondsSince(started)})`);
  }
}

/** What the arguments choose; undefined when they are not understood. */
function chosen([which, how]: readonly string[]): { database: boolean; code: readonly CodeControl[] } | undefined {
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

const choice = chosen(process.argv.slice(2));
if (choice === undefined) {
  console.error(`Usage: ${USAGE}`);
  process.exit(64);
}
const copy = copyTree();
const tally: Tally = { removed: 0, caught: 0 };
const stopped = () => process.exit(130);
process
  .once("exit", () => copy.remove())
  .once("SIGINT", stopped)
  .once("SIGTERM", stopped);
if (choice.database) await databaseControls(copy, tally);
if (choice.code.length > 0) await codeControls(copy, choice.code, tally);
console.log(`${tally.removed} controls removed, ${tally.caught} caught, ${tally.removed - tally.caught} survived`);
process.exit(tally.removed === tally.caught ? 0 : 1);
