import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { hashSources } from "#stack/build/hash-sources.ts";
import { GUARDED_AREAS } from "./guarded-areas.ts";
import { readRecord, recordProblems } from "./mutation-record.ts";

const record = readRecord();
const [first] = GUARDED_AREAS;
const [room] = record.rooms;
if (first === undefined || room === undefined) throw new Error("nothing is guarded");

test("what judges is as it was when its mutants were last tried, and nearly all of them were noticed", () => {
  expect(recordProblems(record, GUARDED_AREAS)).toEqual([]);
});

test("a room whose source changed, that has too low a score or was never run is named, with the command to run", () => {
  const again = `run npm run test:mutation -- ${first.name}`;
  const [other = ""] = first.sources;
  expect(recordProblems(record, [{ ...first, sources: [other] }])).toEqual([
    `guarded source of ${first.name} changed since the recorded mutation run: ${again}`,
  ]);
  expect(recordProblems({ rooms: [{ ...room, sources: hashSources(first.sources), score: 94.99 }] }, [first])).toEqual([
    `only 94.99 % of the mutants of ${first.name} were noticed, not 95 %: add tests, ${again}`,
  ]);
  expect(recordProblems({ rooms: [] }, [first])).toEqual([`no mutation run of ${first.name} is recorded: ${again}`]);
});

test("every file that is named as guarded, or as its test, is there", () => {
  for (const { sources, tests } of GUARDED_AREAS) expect([...sources, ...tests].filter((file) => !existsSync(file))).toEqual([]);
});
