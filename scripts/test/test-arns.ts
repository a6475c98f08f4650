import { randomInt } from "node:crypto";
import { Client } from "pg";
import { TEMPLATE_DATABASE, urlFor } from "#db/testing/test-database.ts";
import { startTestServer } from "#db/testing/test-server.ts";
import { compareRoleArns } from "#lib/verification/testing/role-arns/compare-role-arns.ts";
import { readNumbers, runCommand } from "#scripts/cli/command-line.ts";
import { say, secondsSince } from "#stack/say.ts";

const USAGE = "npm run test:arns -- [--seed N] [--count N]";

/**
 * Compares, for random texts that a person could paste as a role ARN, the parser with the check constraints of a migrated database. Prints
 * the texts on which they disagree and exits with 1.
 */
await runCommand(USAGE, async (args) => {
  const { seed, count } = readNumbers(args, { seed: randomInt(2 ** 31), count: 1_000_000 });
  say(`Seed ${seed}`);
  const server = await startTestServer();
  const client = new Client({ connectionString: urlFor(server.adminUrl, "postgres", TEMPLATE_DATABASE) });
  try {
    await client.connect();
    const began = performance.now();
    const tally = await compareRoleArns(client, seed, count, (done) => {
      if (done % 100_000 === 0) say(`  ${done} texts, ${secondsSince(began)}`);
    });
    const { texts, accepted, refused, withNul, disagreements } = tally;
    const n = (value: number) => value.toLocaleString("en-US");
    console.log(`${n(texts)} texts from seed ${seed} in ${secondsSince(began)}: ${n(disagreements.length)} disagreements`);
    console.log(`  ${n(accepted)} accepted, ${n(texts - accepted)} refused, ${n(withNul)} of these with a NUL:`);
    for (const [problem, times] of Object.entries(refused).sort(([, a], [, b]) => b - a)) console.log(`    ${problem}: ${n(times)}`);
    for (const line of disagreements.slice(0, 20)) console.log(line);
    if (disagreements.length > 0) process.exitCode = 1;
  } finally {
    await client.end();
    await server.stop();
  }
});
