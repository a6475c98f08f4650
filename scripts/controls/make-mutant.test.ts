import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALWAYS, becomes, type Change, type CodeControl, NEVER } from "./code-control.ts";
import { SourceFiles } from "./find-region.ts";
import { makeMutant } from "./make-mutant.ts";

const ENTER = `import { allowed } from "./allowed.ts";
export function enter(person: { name: string; age: number }): string {
  if (!allowed(person.name)) return "denied";
  if (person.age < 18 || person.name === "") return "too young";
  return greet([person.name, "guest"]);
}
function greet(names: readonly string[]): string {
  return names.map((name) => name.trim()).join(" ");
}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mutants-"));
  write("lib/enter.ts", ENTER);
  write("lib/enter.test.ts", 'test("a stranger is denied", () => {});');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The control "a person must be allowed", or another one in the same file. */
const control = (over: Partial<CodeControl> = {}): CodeControl => ({
  title: "anybody can enter",
  in: "enter",
  at: 'IfStatement > .test:has([name="allowed"])',
  change: NEVER,
  test: "lib/enter.test.ts",
  ...over,
});

async function mutant(of: CodeControl): Promise<string> {
  const { files } = await makeMutant(new SourceFiles(folder), of);
  return [...files].map(([file, text]) => `${file}\n${text}`).join("\n");
}

test.each([
  ["the declaration is missing", control({ in: "leave" }), "No source file declares leave."],
  ["nothing matches in it", control({ at: "WhileStatement" }), "Nothing in lib/enter.ts matches WhileStatement."],
  ["several places match", control({ at: "IfStatement" }), "2 places in lib/enter.ts match IfStatement."],
  ["the file is missing", control({ in: "lib/leave.ts" }), "There is no file lib/leave.ts."],
  ["the test file is missing", control({ test: "lib/leave.test.ts" }), "There is no file lib/leave.test.ts."],
  ["the test is missing", control({ only: "a friend" }), 'lib/enter.test.ts has no test whose name contains "a friend".'],
  [
    "Stryker makes no such mutant",
    control({ at: 'StringLiteral[value="denied"]', change: NEVER }),
    'Stryker does not make ConditionalExpression false of this code in lib/enter.ts, but StringLiteral "".',
  ],
  [
    "Stryker makes that mutant only of a part of the code",
    control({ at: "LogicalExpression", change: { mutator: "EqualityOperator", to: "person.age <= 18" } }),
    "Stryker does not make EqualityOperator person.age <= 18 of this code",
  ],
  ["nothing would change", control({ change: becomes("$") }), "The change leaves lib/enter.ts as it is."],
  ["the mutant does not parse", control({ change: becomes("(") }), "Without the control, lib/enter.ts is not valid code"],
  [
    "the mutant uses a parameter that was renamed",
    control({ change: becomes("visitor.names") }),
    'The code "visitor.names" uses names that do not exist there: visitor.',
  ],
  [
    "the mutant uses a name that only another function has",
    control({ change: becomes("names.length > 0") }),
    'The code "names.length > 0" uses names that do not exist there: names.',
  ],
  ["the node is in no list", control({ at: '[value="denied"]', change: "remove" }), "A StringLiteral can be removed only from arguments"],
])("a control is refused with a sentence when %s", async (_when, refused, sentence) => {
  await expect(mutant(refused)).rejects.toThrow(sentence);
});

test("a control is refused when several files declare its function, and all are named", async () => {
  write("lib/other/enter.ts", ENTER);
  await expect(mutant(control())).rejects.toThrow("Several files declare enter: lib/enter.ts, lib/other/enter.ts.");
});

test.each<[string, Partial<CodeControl> & { change: Change }, string]>([
  ["a condition that never holds", { change: NEVER }, 'if (false) return "denied";'],
  ["a condition that always holds", { change: ALWAYS }, 'if (true) return "denied";'],
  ["an empty text", { at: '[value="denied"]', change: { mutator: "StringLiteral", to: '""' } }, 'if (!allowed(person.name)) return "";'],
  ["a statement", { at: 'IfStatement:has([name="allowed"])', change: "remove" }, "string {\n  ;\n  if (person.age"],
  ["an operand", { at: 'LogicalExpression > :has([name="age"])', change: "remove" }, 'if ((person.name === "")) return "too young";'],
  ["the last element of a list", { at: '[value="guest"]', change: "remove" }, "greet([person.name])"],
  ["an element before others", { at: "ArrayExpression > MemberExpression", change: "remove" }, 'greet([ "guest"])'],
  ["a call, leaving its argument", { at: 'CallExpression[callee.name="greet"]', change: "argument" }, 'return [person.name, "guest"];'],
  ["a method, leaving its receiver", { in: "enter > greet", at: "ArrowFunctionExpression > .body", change: "receiver" }, "(name) => name)"],
  ["other code around the old", { change: becomes("$ && person.age > 99") }, "if (!allowed(person.name) && person.age > 99) return"],
])("the mutant has %s", async (_what, over, text) => {
  expect(await mutant(control(over))).toContain(text);
});

test("a control is found after its file moved, its lines were formatted differently and a parameter was renamed", async () => {
  const before = (await mutant(control())).replaceAll(/\s/g, "");
  rmSync(join(folder, "lib"), { recursive: true });
  write(
    "lib/people/admit.ts",
    ENTER.replaceAll("person", "visitor").replace(
      "if (!allowed(visitor.name)) ",
      "if (\n    !allowed(\n      visitor.name,\n    )\n  )\n    ",
    ),
  );
  write("lib/people/enter.test.ts", 'test("a stranger is denied", () => {});');
  const after = (await mutant(control())).replaceAll(/\s/g, "");
  expect(after).toBe(before.replace("lib/enter.ts", "lib/people/admit.ts").replaceAll("person", "visitor"));
});

test("a function that moved to another file than the one it was beside is found, if it is the only one with its name", async () => {
  const greet = ENTER.slice(ENTER.indexOf("function greet"));
  write("lib/enter.ts", ENTER.replace(greet, ""));
  write("lib/greet.ts", `export ${greet}`);
  const trimless = control({ in: "enter > greet", at: "ArrowFunctionExpression > .body", change: "receiver" });
  expect(await mutant(trimless)).toContain(
    "lib/greet.ts\nexport function greet(names: readonly string[]): string {\n  return names.map((name) => name).",
  );
});

test("a text of the SQL is replaced in every SQL file that contains it, and refused when none does", async () => {
  const paths = { title: "t", sql: "public, pg_temp", becomes: "public", test: "lib/enter.test.ts" };
  await expect(makeMutant(new SourceFiles(folder), paths)).rejects.toThrow('No SQL file in db/ contains "public, pg_temp".');
  write("db/a/1.sql", "set search_path = public, pg_temp; x public, pg_temp");
  write("db/b.sql", "set search_path = public");
  expect([...(await makeMutant(new SourceFiles(folder), paths)).files]).toEqual([["db/a/1.sql", "set search_path = public; x public"]]);
});
