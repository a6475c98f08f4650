import type pg from "pg";
import { readMigrationFiles } from "#db/migrations/migration-files.ts";

/** An attack case, as the tables name it: what it attacks, and its statements. */
export interface NamedAttack {
  readonly attacks: string;
  readonly sql: string;
}

const BEGIN = "<!-- The tables are generated: vitest run -u db/attack-tests/readme-tables.test.ts -->";
const END = "<!-- end of the generated tables -->";

/** The README with its tables generated again from the catalog, the comments in the SQL files and the attack cases. */
export async function withGeneratedTables(readme: string, owner: pg.Pool, attacks: readonly NamedAttack[]): Promise<string> {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("db/README.md has no place for its tables");
  return `${before}${BEGIN}\n\n${await tablesTable(owner, attacks)}\n\n${await functionsTable(owner, attacks)}\n\n${END}${after}`;
}

const GRANTS = `
with granted as (
  select c.oid, grantee::regrole::text as role, lower(privilege_type) as right, null::int as columns
    from pg_class c, aclexplode(c.relacl) where grantee <> c.relowner
  union all
  select c.oid, grantee::regrole::text, lower(privilege_type), count(*)::int
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) where grantee <> c.relowner group by 1, 2, 3)
select c.relname as name, array_agg(distinct array[g.role, g.right, coalesce(case when g.columns > 1 then g.columns || ' columns'
    when g.columns = 1 then '1 column' end, '')]) filter (where g.role is not null) as rights
  from pg_class c left join granted g on g.oid = c.oid
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`;

async function tablesTable(owner: pg.Pool, attacks: readonly NamedAttack[]): Promise<string> {
  const { rows } = await owner.query<{ name: string; rights: [string, string, string][] | null }>(GRANTS);
  const comments = commentsBefore(/^create (?:unlogged )?table (\w+)/);
  return table(
    ["table", "is", "rights of runtime roles", "attack cases"],
    rows.map(({ name, rights }) => [`\`${name}\``, comments.get(name) ?? "", rightsCell(rights ?? []), attacksOn(name, attacks)]),
  );
}

const ORDER = ["select", "insert", "update", "delete"];

function rightsCell(rights: readonly (readonly [role: string, right: string, columns: string])[]): string {
  const byRole = Map.groupBy(rights, ([role]) => role);
  const cells = [...byRole].toSorted().map(([role, own]) => {
    const sorted = own.toSorted(([, a], [, b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
    return `${role}: ${sorted.map(([, right, columns]) => (columns === "" ? right : `${right} (${columns})`)).join(", ")}`;
  });
  return cells.join("; ") || "none";
}

const FUNCTIONS = `
select p.proname as name, pg_get_function_identity_arguments(p.oid) as arguments,
    array(select grantee::regrole::text from aclexplode(p.proacl) where grantee <> p.proowner order by 1) as callers,
    array(select format('trigger %s on %s', tgname, tgrelid::regclass) from pg_trigger t
      where t.tgfoid = p.oid and not tgisinternal order by 1) as triggers
  from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`;

async function functionsTable(owner: pg.Pool, attacks: readonly NamedAttack[]): Promise<string> {
  const { rows } = await owner.query<{ name: string; arguments: string; callers: string[]; triggers: string[] }>(FUNCTIONS);
  const comments = commentsBefore(/^create or replace function (\w+)/);
  return table(
    ["function", "does", "callers", "attack cases"],
    rows.map(({ name, arguments: types, callers, triggers }) => [
      `\`${name}(${types.replace(/,? ?OUT .*/, "").replaceAll("timestamp with time zone", "timestamptz")})\``,
      comments.get(name) ?? "",
      [...callers, ...triggers].join(", ") || (name.startsWith("cli_") ? "sp_owner" : "other functions"),
      attacksOn(name, attacks),
    ]),
  );
}

/** The first sentence of the comment before each definition of this kind, by the name of what is defined. */
function commentsBefore(definition: RegExp): ReadonlyMap<string, string> {
  const { first, migrations, functions } = readMigrationFiles();
  const comments = new Map<string, string>();
  for (const { sql } of [...first, ...migrations, ...functions]) {
    let comment: string[] = [];
    for (const line of sql.split("\n")) {
      const name = definition.exec(line)?.[1];
      if (name !== undefined) comments.set(name, firstSentence(comment.join(" ")));
      comment = line.startsWith("-- ") ? [...comment, line.slice(3)] : [];
    }
  }
  return comments;
}

function firstSentence(text: string): string {
  return (/^.*?[.:](?= [A-Z`]|$)/.exec(text)?.[0] ?? text).replaceAll("|", "\\|");
}

/** How many attack cases of each group use this name in their statements. */
function attacksOn(name: string, attacks: readonly NamedAttack[]): string {
  const word = new RegExp(`\\b${name}\\b`);
  const groups = Map.groupBy(
    attacks.filter(({ sql }) => word.test(sql)),
    (attack) => attack.attacks,
  );
  return [...groups].map(([group, own]) => `${group} ${own.length}`).join(", ") || "none";
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, n) => Math.max(cell.length, ...rows.map((row) => row[n]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}
