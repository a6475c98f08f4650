import { rmSync } from "node:fs";
import { say, secondsSince } from "#stack/say.ts";
import { Checks } from "#stack/testing/checks.ts";
import { CONTRACTING, EXPANDING, nextRelease, previousRelease } from "#stack/testing/releases.ts";
import { openScene } from "./upgrade/scene.ts";
import { upgrade } from "./upgrade/steps.ts";

/**
 * Upgrades a running portal from the previous release to the present sources under load, in both orders, and goes back: no request may fail, no
 * job and no change may be lost. Needs the history of git; uses loopback ports only. The last line is the sum.
 *
 * With `--contract` the new release also drops a function that the previous one calls, so the test must fail.
 */
/** Milliseconds, without the builds. Ends only what hangs. */
const LONGEST_MS = 480_000;
const FOLDER = ".data/test/upgrade";

const began = performance.now();
const checks = new Checks();
let limit: NodeJS.Timeout | undefined;
try {
  const previous = await previousRelease();
  const next = await nextRelease([...EXPANDING, ...(process.argv.includes("--contract") ? CONTRACTING : [])]);
  say(`Both releases are built, ${secondsSince(began)}.`);
  limit = setTimeout(() => {
    say(`The test took longer than ${LONGEST_MS / 1000} s.`);
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(1);
  }, LONGEST_MS);
  rmSync(FOLDER, { recursive: true, force: true });
  const scene = await openScene(FOLDER, previous, next);
  try {
    await upgrade(scene, previous, next, checks);
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
