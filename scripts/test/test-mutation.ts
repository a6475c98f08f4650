import { CommandFailed, runCommand, UsageError } from "#scripts/cli/command-line.ts";
import { hashSources } from "#stack/build/hash-sources.ts";
import { say } from "#stack/say.ts";
import { GUARDED_AREAS } from "./mutation/guarded-areas.ts";
import { mutateArea } from "./mutation/mutate-area.ts";
import { LEAST_SCORE, recordArea } from "./mutation/mutation-record.ts";

const names = GUARDED_AREAS.map(({ name }) => name).join(" | ");

await runCommand(`npm run test:mutation [-- ${names} …]`, async (args) => {
  const unknown = args.find((name) => !GUARDED_AREAS.some((room) => room.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no guarded room called ${unknown}.`);
  const concurrency = Number(process.env["MUTATION_CONCURRENCY"] ?? "2");
  const low: string[] = [];
  for (const room of GUARDED_AREAS.filter(({ name }) => args.length === 0 || args.includes(name))) {
    // Taken first: who edits a source meanwhile has to run it again.
    const sources = hashSources(room.sources);
    const { killed, survived, score } = recordArea(room, sources, await mutateArea(room, concurrency));
    say(`${room.name}: ${killed} of ${killed + survived} mutants noticed, ${score} %`);
    if (score < LEAST_SCORE) low.push(room.name);
  }
  if (low.length > 0) throw new CommandFailed(`Fewer than ${LEAST_SCORE} % of the mutants were noticed: ${low.join(", ")}.`);
});
