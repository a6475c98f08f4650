import { randomInt } from "node:crypto";
import { compareInThreads } from "#lib/verification/testing/policies/compare-in-threads.ts";
import { compareOverHttp } from "#lib/verification/testing/policies/compare-over-http.ts";
import { type Disagreement, tallyLines } from "#lib/verification/testing/policies/tally.ts";
import { readNumbers, runCommand } from "#scripts/cli/command-line.ts";
import { say, secondsSince } from "#stack/say.ts";

const USAGE = "npm run test:policies -- [--seed N] [--count N] [--wire N]";

/**
 * Random trust policies: the engine's verdict, the sandbox's evaluation and a direct model of IAM must agree on each. Ends
 * with 1 and the policies when they do not. Seed S and count 1 repeat the one policy that a disagreement named.
 */
await runCommand(USAGE, async (args) => {
  const flags = readNumbers(args, {
    "--seed": randomInt(2 ** 31),
    "--count": 100_000,
    "--wire": 200,
  });
  const { "--seed": seed, "--count": count, "--wire": wire } = flags;
  say(`Seeds ${seed} to ${seed + count - 1}`);
  const began = performance.now();
  const tally = await compareInThreads(seed, count, (done) => say(`  ${done} policies, ${secondsSince(began)}`));
  console.log(tallyLines(tally).join("\n"));
  console.log(`  from seed ${seed}, in ${secondsSince(began)}`);
  const overHttp = performance.now();
  const differing = await compareOverHttp(seed, Math.min(wire, count));
  console.log(`${Math.min(wire, count)} of them over the wire: ${differing.length} differ, in ${secondsSince(overHttp)}`);
  const all = [...tally.disagreements, ...differing];
  for (const one of all.slice(0, 20)) console.log(shown(one));
  if (all.length > 0) process.exitCode = 1;
});

function shown({ seed, policy, says }: Disagreement): string {
  return `\nseed ${seed}\n${policy}\n${says.map((line) => `  ${line}`).join("\n")}`;
}
