import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

/** Each entry point of the portal, who may use it and a sample of its input: the isolation tests call every one of them as every kind of person. */
const TABLE = "e2e/isolation/entry-points.json";
const Who = z.union([z.enum(["anybody", "member", "owner"]), z.array(z.enum(["support", "operator", "admin"])).min(1)]);
const EntryPoint = z.strictObject({
  who: Who,
  params: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.string()).optional(),
  input: z.record(z.string(), z.unknown()).optional(),
});
const table = z.record(z.string(), EntryPoint).parse(JSON.parse(readFileSync(TABLE, "utf8")));

interface CodeEntryPoint {
  readonly name: string;
  readonly guard: string;
  /** The arguments of the guard, up to the end of the export. */
  readonly text: string;
}

/** `app/(customer)/connections/[id]` is reached as `/connections/[id]`. */
function addressOf(file: string): string {
  const parts = dirname(file)
    .split("/")
    .slice(1)
    .filter((part) => !part.startsWith("("));
  return `/${parts.join("/")}`;
}

function exportsOf(file: string, pattern: RegExp, name: (match: string) => string): CodeEntryPoint[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(pattern)].map((match) => ({
    name: name(match[1] ?? ""),
    guard: match[2] ?? "",
    text: source.slice(match.index).split(/\n(?=export )/)[0] ?? "",
  }));
}

const GUARDED_CONST = /^export const (\w+) = (\w+)(?=[<(])/gm;
const entryPoints: readonly CodeEntryPoint[] = [
  ...globSync("app/**/actions.ts").flatMap((file) => exportsOf(file, GUARDED_CONST, (name) => `action ${file} ${name}`)),
  ...globSync("app/**/route.ts").flatMap((file) => exportsOf(file, GUARDED_CONST, (verb) => `route ${verb} ${addressOf(file)}`)),
  ...globSync("app/**/page.tsx").flatMap((file) => exportsOf(file, /^export (default) (\w+)(?=[<(])/gm, () => `page ${addressOf(file)}`)),
];

test("every file of entry points has at least one guarded export", () => {
  const files = globSync(["app/**/actions.ts", "app/**/route.ts", "app/**/page.tsx"]);
  const unguarded = files.filter(
    (file) => !/^export (const \w+ =|default) (customer|staff|public)[A-Z]\w*[<(]/m.test(readFileSync(file, "utf8")),
  );
  expect(unguarded).toEqual([]);
});

test.each(entryPoints.map((entryPoint) => [entryPoint.name, entryPoint] as const))(
  "the isolation tests know %s and who may use it",
  (name, entryPoint) => {
    const entry = table[name];
    const wanted = `"${name}": { "who": "anybody" | "member" | "owner" | ["support", …], "params": …, "query": …, "input": … }`;
    expect(
      entry,
      `Add this entry point to ${TABLE} (ids as "$connection", "$customer", "$user", "$invitation", "$run"):\n${wanted}`,
    ).toBeDefined();
    if (entry === undefined) return;
    if (entryPoint.guard.startsWith("public")) expect(entry.who).toBe("anybody");
    if (entryPoint.guard.startsWith("customer")) expect(entry.who).toBe(/\bowner: true\b/.test(entryPoint.text) ? "owner" : "member");
    if (entryPoint.guard.startsWith("staff")) {
      const roles = /^[^(]*\(\s*(?:"[^"]*",\s*)?\[([^\]]*)\]/.exec(entryPoint.text)?.[1]?.match(/\w+/g) ?? ["support", "operator", "admin"];
      expect([...entry.who].sort()).toEqual([...roles].sort());
    }
    if (name.startsWith("action")) expect(entry.input, "an action needs a sample of its input").toBeDefined();
    const parts = [...(name.split(" ").at(-1) ?? "").matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, part]) => part);
    if (!name.startsWith("action")) expect(Object.keys(entry.params ?? {}).sort(), "one parameter for each [part]").toEqual(parts.sort());
  },
);

test("the isolation tests have no entry point that was deleted", () => {
  expect(Object.keys(table).filter((name) => !entryPoints.some((entryPoint) => entryPoint.name === name))).toEqual([]);
});
