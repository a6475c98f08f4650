import { CommandFailed, runCommand, UsageError } from "#scripts/cli/command-line.ts";
import { say } from "#stack/say.ts";
import { GUARDED_AREAS } from "./mutation/guarded-areas.ts";
import { mutateArea } from "./mutation/mutate-area.ts";
import { hashCode, LEAST_SCORE, recordArea } from "./mutation/mutation-record.ts";

const names = GUARDED_AREAS.map(({ name }) => name).join(" | ");

await runCommand(`npm run test:mutation [-- ${names} …]`, async (args) => {
  const unknown = args.find((name) => !GUARDED_AREAS.some((area) => area.name === name));
  if (unknown !== undefined) throw new UsageError(`Unknown area "${unknown}".`);
  const concurrency = Number(process.env["MUTATION_CONCURRENCY"] ?? "2");
  const low: string[] = [];
  for (const area of GUARDED_AREAS.filter(({ name }) => args.length === 0 || args.includes(name))) {
    // The hash is taken before the run: if a source changes during the run, the record is out of date.
    const sources = hashCode(area.sources);
    const { killed, survived, score } = recordArea(area, sources, await mutateArea(area, concurrency));
    say(`${area.name}: ${killed} of ${killed + survived} mutants killed, ${score} %`);
    if (score < LEAST_SCORE) low.push(area.name);
  }
  if (low.length > 0) throw new CommandFailed(`Fewer than ${LEAST_SCORE} % of the mutants were killed: ${low.join(", ")}.`);
});
