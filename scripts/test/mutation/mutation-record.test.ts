import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GUARDED_AREAS } from "./guarded-areas.ts";
import { hashCode, readRecord, recordProblems } from "./mutation-record.ts";

const record = readRecord();
const [first] = GUARDED_AREAS;
const [area] = record.areas;
if (first === undefined || area === undefined) throw new Error("the list of areas is empty");

test("the sources of every area are unchanged since the last mutation run, and that run killed enough mutants", () => {
  expect(recordProblems(record, GUARDED_AREAS)).toEqual([]);
});

test("an area whose sources changed, whose score is too low or that was never run is named, with the command to run", () => {
  const again = `run npm run test:mutation -- ${first.name}`;
  const [other = ""] = first.sources;
  expect(recordProblems(record, [{ ...first, sources: [other] }])).toEqual([
    `guarded source of ${first.name} changed since the recorded mutation run: ${again}`,
  ]);
  expect(recordProblems({ areas: [{ ...area, sources: hashCode(first.sources), score: 94.99 }] }, [first])).toEqual([
    `only 94.99 % of the mutants of ${first.name} were killed, not 95 %: add tests, ${again}`,
  ]);
  expect(recordProblems({ areas: [] }, [first])).toEqual([`no mutation run of ${first.name} is recorded: ${again}`]);
});

test("every source and test file of the areas exists", () => {
  for (const { sources, tests } of GUARDED_AREAS) expect([...sources, ...tests].filter((file) => !existsSync(file))).toEqual([]);
});

test("code is the same after its imports changed, and another after any other change", () => {
  const folder = mkdtempSync(join(tmpdir(), "code-"));
  const hashOf = (text: string) => {
    writeFileSync(join(folder, "a.ts"), text);
    return hashCode([join(folder, "a.ts")]);
  };
  const before = hashOf('import { a } from "./a.ts";\nimport {\n  b,\n} from "#b.ts";\n\nreturn a(b);\n');
  expect(hashOf('import { b } from "./moved/b.ts";\n\nreturn a(b);\n')).toBe(before);
  expect(hashOf('import { b } from "./moved/b.ts";\n\nreturn b(a);\n')).not.toBe(before);
  rmSync(folder, { recursive: true });
});
