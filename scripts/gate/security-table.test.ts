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

/** The requirements of OWASP ASVS 5.0.0 that apply to the portal (https://owasp.org/www-project-application-security-verification-standard/). */
const ASVS = `1.2.1 1.2.4 1.2.10 1.3.6 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.3 2.3.5 2.4.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.3 3.4.4
  3.4.5 3.4.6 3.5.1 3.5.2 3.5.3 3.5.8 4.1.3 5.4.1 5.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.5 7.5.3 8.1.1 8.2.1 8.2.2 8.2.3
  8.3.1 8.3.2 8.3.3 8.4.1 8.4.2 9.1.1 9.1.2 9.2.1 13.2.1 13.2.2 13.2.4 13.2.5 13.2.6 13.3.1 13.3.2 13.4.2 14.2.1 14.2.2 14.3.2 15.1.1 15.1.2
  15.2.1 15.3.1 15.3.2 15.3.3 15.3.5 15.4.2 16.2.1 16.2.5 16.3.2 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 16.5.4`.split(/\s+/);

/** The requirements that a cell of the table names: "3.4.1, 3.4.3 to 3.4.5" names four. */
function requirementsIn(cell: string): readonly string[] {
  return cell.split(", ").flatMap((part) => {
    const [, chapter = "", from = "", to = from] = /^((?:[0-9]+\.)*)([0-9]+)(?: to (?:[0-9]+\.)*([0-9]+))?$/.exec(part) ?? [];
    if (from === "") return [part];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => `${chapter}${Number(from) + n}`);
  });
}

test("the table has every requirement, mistake and attack, and all 64 acceptance rows", () => {
  const first = rows.flatMap(([cell = ""]) => requirementsIn(cell));
  expect(ASVS.filter((requirement) => !first.includes(requirement))).toEqual([]);
  for (let n = 1; n <= 27; n++) expect(first).toContain(`A${n}`);
  for (let n = 1; n <= 20; n++) expect(first).toContain(`M${n}`);
  for (let n = 1; n <= 64; n++) expect(first).toContain(String(n));
});

test.each(rows.map((cells) => [cells.slice(0, -1).join(" "), cells.at(-1) ?? ""]))(
  "%s names a test that exists, or says why there is none",
  (_row, cell) => {
    const tests = [...cell.matchAll(/`([^`]+\.(?:test|spec)\.ts)`/g)].map(([, file = ""]) => file);
    if (tests.length === 0) expect(cell).toMatch(/^no test: .{10,}/);
    expect(tests.filter((file) => !existsSync(file))).toEqual([]);
  },
);
