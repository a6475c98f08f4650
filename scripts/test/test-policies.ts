import { randomInt } from "node:crypto";
import { compareInThreads } from "#lib/verification/testing/policies/compare-in-threads.ts";
import { compareOverHttp } from "#lib/verification/testing/policies/compare-over-http.ts";
import { type Disagreement, tallyLines } from "#lib/verification/testing/policies/tally.ts";
import { readNumbers, runCommand } from "#scripts/cli/command-line.ts";
import { say, secondsSince } from "#stack/say.ts";

const USAGE = "npm run test:policies -- [--seed N] [--count N] [--http N]";

/**
 * Compares, for random trust policies, the verdict of the engine, the evaluation of the sandbox and a model of IAM. Prints the policies on
 * which they disagree and exits with 1. `--http` is the number of policies that are also checked over HTTP, which is slower. To repeat one
 * policy, give its seed and `--count 1`.
 */
await runCommand(USAGE, async (args) => {
  const { seed, count, http } = readNumbers(args, { seed: randomInt(2 ** 31), count: 100_000, http: 200 });
  say(`Seeds ${seed} to ${seed + count - 1}`);
  const began = performance.now();
  const tally = await compareInThreads(seed, count, (done) => say(`  ${done} policies, ${secondsSince(began)}`));
  console.log(tallyLines(tally).join("\n"));
  console.log(`  from seed ${seed}, in ${secondsSince(began)}`);
  const overHttp = performance.now();
  const differing = await compareOverHttp(seed, Math.min(http, count));
  console.log(`${Math.min(http, count)} of them over HTTP: ${differing.length} differ, in ${secondsSince(overHttp)}`);
  const all = [...tally.disagreements, ...differing];
  for (const one of all.slice(0, 20)) console.log(describe(one));
  if (all.length > 0) process.exitCode = 1;
});

function describe({ seed, policy, says }: Disagreement): string {
  return `\nseed ${seed}\n${policy}\n${says.map((line) => `  ${line}`).join("\n")}`;
}
