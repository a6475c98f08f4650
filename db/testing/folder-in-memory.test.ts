import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteAbandoned, folderInMemory } from "./folder-in-memory.ts";

/** Linux gives no process this ID. */
const NO_PROCESS = 2 ** 22 + 1;
const LONG_AGO = new Date(Date.now() - 24 * 60 * 60 * 1000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "memory-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function leave(name: string, changed?: Date): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "data"), "");
  if (changed !== undefined) utimesSync(path, changed, changed);
  return path;
}

test("the data of a running test run, of a recent one, and of other programs is not deleted", () => {
  const kept = [
    leave(`sallyport-test-${process.pid}-a`, LONG_AGO),
    leave(`sallyport-test-${NO_PROCESS}-b`),
    leave("sallyport-test-c", LONG_AGO),
    leave("other", LONG_AGO),
  ];
  deleteAbandoned(folder);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
});

test("what a killed test run left is deleted", () => {
  const left = leave(`sallyport-test-${NO_PROCESS}-d`, LONG_AGO);
  deleteAbandoned(folder);
  expect(existsSync(left)).toBe(false);
});

test("where the memory is too small, the temporary folder of the system is used", () => {
  expect(folderInMemory(Number.MAX_SAFE_INTEGER)).toBe(tmpdir());
});
