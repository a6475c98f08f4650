import { buildRelease } from "#stack/build/build-release.ts";
import { say, secondsSince } from "#stack/say.ts";
import { Checks } from "#stack/testing/checks.ts";
import { databaseAway } from "./chaos/database-away.ts";
import { downloadContinues } from "./chaos/download-continues.ts";
import { killWeb, killWorker } from "./chaos/kills.ts";
import { rollingRestart } from "./chaos/rolling-restart.ts";
import { openScene } from "./chaos/scene.ts";

/**
 * Runs two web processes and two workers on one database under load, and restarts and kills them. It uses the build of `npm run build`, or that of SALLYPORT_PROGRAM, the
 * sandbox and loopback ports only, installs nothing and takes less than six minutes, without the build. The last line is the sum. An argument runs one
 * part ("rolling restart", "download", "kill web", "kill worker" or "database away"), a second one sets the requests per second.
 */
const LONGEST_MS = 360_000;
const MORE_CONNECTIONS = 5;

const [only = "all", perSecond = "50"] = process.argv.slice(2);
const began = performance.now();
const checks = new Checks();
if (process.env["SALLYPORT_PROGRAM"] === undefined) await buildRelease();
const limit = setTimeout(() => {
  say(`The test took longer than ${LONGEST_MS / 1000} s.`);
  process.exit(1);
}, LONGEST_MS);
const scene = await openScene(Number(perSecond));
try {
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    "rolling restart": () => rollingRestart(scene, checks),
    download: () => downloadContinues(scene, checks),
    "kill web": () => killWeb(scene, checks),
    "kill worker": () => killWorker(scene, checks, MORE_CONNECTIONS),
    "database away": () => databaseAway(scene, checks),
  };
  if (only !== "all" && !(only in parts)) throw new Error(`There is no part ${only}. Parts: ${Object.keys(parts).join(", ")}.`);
  for (const [name, run] of Object.entries(parts)) if (only === "all" || only === name) await run();
} catch (error) {
  checks.check("the test runs to its end", false, String(error));
} finally {
  await scene.stop();
  clearTimeout(limit);
}
say(`in ${secondsSince(began)}`);
process.stdout.write(`${checks.sum}\n`);
process.exit(checks.failed > 0 ? 1 : 0);
