import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { partSum } from "./part-sum.ts";

/** What decides whether a change lands, in this order. Each part ends in `N passed, N failed`. */
const PARTS = [
  { name: "npm test", script: "scripts/test/test.ts" },
  // The guide installs Debian's Postgres 17, on which the part after it runs too.
  { name: "npm run test:guide", script: "scripts/test/test-guide.ts" },
  { name: "npm run test:postgres", script: "scripts/test/test-postgres.ts" },
  { name: "npm run test:upgrade", script: "scripts/test/test-upgrade.ts" },
] as const;

/** Runs every part, also after a failure. At the end come all failures again, and one sum. */
let passed = 0;
const failures: string[] = [];
for (const { name, script } of PARTS) {
  const began = performance.now();
  say(`\n${name}`);
  const counts = partSum(name, await runProgram(process.execPath, [script], { show: true }));
  say(`${name}: ${counts.passed} passed, ${counts.failures.length} failed in ${secondsSince(began)}`);
  passed += counts.passed;
  failures.push(...counts.failures);
}
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length > 0 ? 1 : 0);
