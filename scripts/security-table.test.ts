import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const rows = readFileSync("docs/security-table.md", "utf8")
  .split("\n")
  .filter((line) => /^\| (?!-)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter((cells) => cells.at(-1) !== "test");

test("the table has the requirements, mistakes, attacks and all 64 rows of acceptance", () => {
  expect(rows.length).toBeGreaterThan(140);
  const first = rows.map(([cell]) => cell);
  for (let n = 1; n <= 20; n++) expect(first).toContain(`M${n}`);
  for (let n = 1; n <= 64; n++) expect(first).toContain(String(n));
});

test.each(rows.map((cells) => [cells.slice(0, -1).join(" "), cells.at(-1) ?? ""]))(
  "%s is held by a test that exists, or says why not",
  (_row, held) => {
    const tests = [...held.matchAll(/`([^`]+\.(?:test|spec)\.ts)`/g)].map(([, file = ""]) => file);
    if (tests.length === 0) expect(held).toMatch(/^no test: .{10,}/);
    expect(tests.filter((file) => !existsSync(file))).toEqual([]);
  },
);
