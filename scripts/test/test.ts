import { join, resolve } from "node:path";
import { checkBudgets } from "#scripts/build/check-budgets.ts";
import { runGate } from "#scripts/gate/run-gate.ts";
import { buildRelease } from "#stack/build/build-release.ts";
import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { ensureTools } from "./ensure-tools.ts";
import { type Counts, playwrightCounts, runVitest } from "./test-counts.ts";

/** Runs all checks of `npm test`. The last line of the output is the sum. */
const began = performance.now();
let passed = 0;
const failures: string[] = [];
function add(counts: Counts): void {
  passed += counts.passed;
  failures.push(...counts.failures);
}
/** The counts of a part that is one test. */
const one = (name: string, problems: readonly string[]): Counts =>
  problems.length === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: problems.map((problem) => `${name}: ${problem}`) };

// Tests start the operator commands hundreds of times, so their compiled code is cached.
process.env["NODE_COMPILE_CACHE"] ??= resolve(".data/test/compiled");
// Beside each other, because many of these tests wait for a process, a queue or a lock, and the gate and the build do not.
await Promise.all([runTests("unit, database and sandbox tests", ["unit", "services"]), runGateAndBuild()]);
// The browser tests need the build. Beside them run the tests that are slow to start, because the start of the portal and a part of the browser
// tests leave a processor without work.
await Promise.all([runTests("tests with a process of their own", ["services-isolated"], "--maxWorkers=1"), runBrowserTests()]);

say(`All in ${secondsSince(began)}.`);
// Repeated here, because each part prints its failures far above.
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length > 0 ? 1 : 0);

async function runTests(what: string, projects: readonly string[], ...more: readonly string[]): Promise<void> {
  // Beside the gate, because a fresh machine downloads the tools.
  await ensureTools();
  say(`Vitest: ${what}`);
  add(await runVitest(projects.join("-"), projects, ...more));
}

async function runBrowserTests(): Promise<void> {
  say("Browser tests");
  // An absolute path, because Playwright resolves relative ones from the folder of its configuration.
  const report = resolve(".data/test/playwright.json");
  const options = ["test", "--config", "e2e/playwright.config.ts"];
  // Node.js itself runs TypeScript. Playwright's compiler needs a source map for each line of a stack, and Playwright reads a stack at each of its calls.
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PW_DISABLE_TS_ESM: "1" };
  add(playwrightCounts(report, await runProgram(join("node_modules", ".bin", "playwright"), options, { show: true, env })));
}

async function runGateAndBuild(): Promise<void> {
  say("Gate: lint, types, dead code, documents");
  add(await runGate());
  say("Build and budgets; and a sample of the controls, removed one at a time (npm run test:controls removes all of them)");
  const [controls, built] = await Promise.allSettled([
    runProgram(process.execPath, ["scripts/controls/test-controls.ts", "sample", "3", "beside-tests"], { show: true }),
    buildRelease(),
  ]);
  if (controls.status === "rejected") throw controls.reason;
  if (built.status === "rejected") throw built.reason;
  add(one("controls", controls.value.code === 0 ? [] : [controls.value.output.trim().split("\n").at(-1) ?? ""]));
  const over = checkBudgets();
  for (const line of over) say(line);
  add(one("budgets", over));
}
