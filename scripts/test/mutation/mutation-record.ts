import { readFileSync, writeFileSync } from "node:fs";
import { hashSources } from "#stack/build/hash-sources.ts";
import { GUARDED_AREAS, type GuardedArea } from "./guarded-areas.ts";

/** How the mutants of one file, or of a room, ended. A mutant that no test reaches has survived. */
export interface MutantCounts {
  /** Noticed by a failing test, or by a test that does not end any more. */
  readonly killed: number;
  readonly survived: number;
}

interface AreaRecord extends MutantCounts {
  readonly name: string;
  /** The day of the run, UTC. */
  readonly date: string;
  /** SHA-256 over the names and contents of the room's sources. */
  readonly sources: string;
  /** Percent killed, two decimals. */
  readonly score: number;
  readonly files: readonly (MutantCounts & { readonly file: string; readonly score: number })[];
}

/** What the last mutation run of each room found. */
export interface MutationRecord {
  readonly rooms: readonly AreaRecord[];
}

/** Percent of the mutants that must be noticed, in every room. */
export const LEAST_SCORE = 95;

const FILE = "docs/results/mutation.json";

export function readRecord(): MutationRecord {
  return JSON.parse(readFileSync(FILE, "utf8")) as MutationRecord;
}

/** Puts a room's new result in the place of its old one. `sources` is the hash of what was mutated. */
export function recordArea(room: GuardedArea, sources: string, counts: ReadonlyMap<string, MutantCounts>): AreaRecord {
  const files = room.sources.map((file) => ({ file, ...scored(counts.get(file) ?? { killed: 0, survived: 0 }) }));
  const sum = { killed: total(files, "killed"), survived: total(files, "survived") };
  const date = new Date().toISOString().slice(0, 10);
  const record = { name: room.name, date, sources, ...scored(sum), files };
  const others = readRecord().rooms.filter(({ name }) => name !== room.name);
  const rooms = GUARDED_AREAS.flatMap(({ name }) => [record, ...others].filter((each) => each.name === name));
  writeFileSync(FILE, `${JSON.stringify({ rooms }, null, 2)}\n`);
  return record;
}

/** What keeps the record from speaking for the source as it stands, in sentences; nothing when it does. */
export function recordProblems(record: MutationRecord, rooms: readonly GuardedArea[]): readonly string[] {
  return rooms.flatMap(({ name, sources }) => {
    const found = record.rooms.find((each) => each.name === name);
    const again = `run npm run test:mutation -- ${name}`;
    if (found === undefined) return [`no mutation run of ${name} is recorded: ${again}`];
    if (found.sources !== hashSources(sources)) return [`guarded source of ${name} changed since the recorded mutation run: ${again}`];
    if (found.score < LEAST_SCORE)
      return [`only ${found.score} % of the mutants of ${name} were noticed, not ${LEAST_SCORE} %: add tests, ${again}`];
    return [];
  });
}

function scored({ killed, survived }: MutantCounts) {
  // A file of types and names alone has no mutants, so nothing of it went unnoticed.
  const score = killed + survived === 0 ? 100 : Math.floor((10_000 * killed) / (killed + survived)) / 100;
  return { killed, survived, score };
}

function total(files: readonly MutantCounts[], of: keyof MutantCounts): number {
  return files.reduce((sum, file) => sum + file[of], 0);
}
