import { say, secondsSince } from "#stack/say.ts";
import { Checks } from "./chaos/checks.ts";
import { rollingRestart } from "./chaos/rolling-restart.ts";
import { openScene } from "./chaos/scene.ts";

/**
 * Runs two web processes and two workers on one database under load, and restarts and kills them. It uses the build of `npm run build`, the
 * sandbox and loopback ports only, installs nothing and takes less than six minutes. The last line is the sum.
 */
const LONGEST_MS = 360_000;

const began = performance.now();
const checks = new Checks();
const limit = setTimeout(() => {
  say(`The test took longer than ${LONGEST_MS / 1000} s.`);
  process.exit(1);
}, LONGEST_MS);
const scene = await openScene();
try {
  await rollingRestart(scene, checks);
} finally {
  await scene.stop();
  clearTimeout(limit);
}
say(`in ${secondsSince(began)}`);
process.stdout.write(`${checks.sum}\n`);
process.exit(checks.failed > 0 ? 1 : 0);
