import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { say, secondsSince } from "#stack/say.ts";
import { Checks } from "#stack/testing/checks.ts";
import { CONTRACTING, EXPANDING, nextRelease, previousRelease } from "#stack/testing/releases.ts";
import { openScene } from "./upgrade/scene.ts";
import { upgrade } from "./upgrade/steps.ts";

/**
 * Upgrades a running portal from the previous release to the present sources under load, in both orders, and goes back: no request may fail, no
 * row of a live tail may be lost or doubled, no job and no change may be lost. Needs the history of git; uses loopback ports only. The last line is the sum.
 *
 * `--load` is the number of requests a second. The default leaves time for a machine that is not fast: processes, database, sandbox and load share it.
 * With `--contract` the new release also drops a function that the previous one calls, so the test must fail.
 */
/** Milliseconds, without the builds. Ends only what hangs. */
const LONGEST_MS = 480_000;
const FOLDER = ".data/test/upgrade";

const { values } = parseArgs({ options: { contract: { type: "boolean" }, load: { type: "string", default: "10" } } });
const perSecond = Number(values.load);
const began = performance.now();
const checks = new Checks();
let limit: NodeJS.Timeout | undefined;
try {
  if (!(perSecond > 0)) throw new Error("--load needs a number of requests a second");
  const previous = await previousRelease();
  const next = await nextRelease([...EXPANDING, ...(values.contract ? CONTRACTING : [])]);
  say(`Both releases are built, ${secondsSince(began)}.`);
  limit = setTimeout(() => {
    say(`The test took longer than ${LONGEST_MS / 1000} s.`);
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(1);
  }, LONGEST_MS);
  rmSync(FOLDER, { recursive: true, force: true });
  const scene = await openScene(FOLDER, previous, next);
  try {
    await upgrade(scene, { previous, next }, perSecond, checks);
  } finally {
    await scene.stop();
  }
} catch (error) {
  checks.check("the test could be run to its end", false, error instanceof Error ? error.message : String(error));
}
clearTimeout(limit);
say(`in ${secondsSince(began)}`);
process.stdout.write(`${checks.sum}\n`);
process.exit(checks.failed > 0 ? 1 : 0);
