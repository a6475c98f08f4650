import { readFileSync, writeFileSync } from "node:fs";
import { hashSources } from "#stack/build/hash-sources.ts";
import { GUARDED_AREAS, type GuardedArea } from "./guarded-areas.ts";

/** The results of the mutants of a file or an area. A mutant that no test reaches has survived. */
export interface MutantCounts {
  /** A test failed or no longer ended. */
  readonly killed: number;
  readonly survived: number;
}

interface AreaRecord extends MutantCounts {
  readonly name: string;
  /** The day of the run, UTC. */
  readonly date: string;
  /** The SHA-256 hash of the names and contents of the area's sources. */
  readonly sources: string;
  /** Percent killed, two decimals. */
  readonly score: number;
  readonly files: readonly (MutantCounts & { readonly file: string; readonly score: number })[];
}

/** The results of the last mutation run of each area. */
export interface MutationRecord {
  readonly areas: readonly AreaRecord[];
}

/** The percentage of the mutants that tests must kill, in every area. */
export const LEAST_SCORE = 95;

const FILE = "docs/results/mutation.json";

export function readRecord(): MutationRecord {
  return JSON.parse(readFileSync(FILE, "utf8")) as MutationRecord;
}

/** Replaces the stored result of an area. `sources` is the hash of the sources that were mutated. */
export function recordArea(area: GuardedArea, sources: string, counts: ReadonlyMap<string, MutantCounts>): AreaRecord {
  const files = area.sources.map((file) => ({ file, ...scored(counts.get(file) ?? { killed: 0, survived: 0 }) }));
  const sum = { killed: total(files, "killed"), survived: total(files, "survived") };
  const date = new Date().toISOString().slice(0, 10);
  const record = { name: area.name, date, sources, ...scored(sum), files };
  const others = readRecord().areas.filter(({ name }) => name !== area.name);
  const areas = GUARDED_AREAS.flatMap(({ name }) => [record, ...others].filter((each) => each.name === name));
  writeFileSync(FILE, `${JSON.stringify({ areas }, null, 2)}\n`);
  return record;
}

/** Sentences that say why the record does not apply to the current sources; empty if it applies. */
export function recordProblems(record: MutationRecord, areas: readonly GuardedArea[]): readonly string[] {
  return areas.flatMap(({ name, sources }) => {
    const found = record.areas.find((each) => each.name === name);
    const again = `run npm run test:mutation -- ${name}`;
    if (found === undefined) return [`no mutation run of ${name} is recorded: ${again}`];
    if (found.sources !== hashSources(sources)) return [`guarded source of ${name} changed since the recorded mutation run: ${again}`];
    if (found.score < LEAST_SCORE)
      return [`only ${found.score} % of the mutants of ${name} were killed, not ${LEAST_SCORE} %: add tests, ${again}`];
    return [];
  });
}

function scored({ killed, survived }: MutantCounts) {
  // A file that contains only types and names has no mutants, so none survived.
  const score = killed + survived === 0 ? 100 : Math.floor((10_000 * killed) / (killed + survived)) / 100;
  return { killed, survived, score };
}

function total(files: readonly MutantCounts[], of: keyof MutantCounts): number {
  return files.reduce((sum, file) => sum + file[of], 0);
}
