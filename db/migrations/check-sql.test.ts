import { expect, test } from "vitest";
import { crowdedLines, destructiveStatements, kindOf } from "./check-sql.ts";
import manifest from "./manifest.json" with { type: "json" };
import { changedMigrations, manifestOf, readMigrationFiles } from "./migration-files.ts";
import released from "./released.json" with { type: "json" };

const files = readMigrationFiles();
const own = [...files.first, ...files.migrations, ...files.functions, ...files.policies];

test.each([
  ["two statements", "select 1; select 2;", [1]],
  ["a statement after then", "do $$\nbegin\n  if a then b := 1;\n  end if;\nend $$;", [3]],
  ["the end of a block after a statement", "do $$\nbegin\n  b := 1; end $$;", [3]],
  ["a statement after loop", "do $$\nbegin\n  for x in 1..2 loop b := x;\n  end loop;\nend $$;", [3]],
  ["a declaration on the line of its block", "do $$\ndeclare x int;\nbegin\n  x := 1;\nend $$;", [2]],
  ["a body on the line of its function", "create function f() returns void language plpgsql as $$ begin\n  x := 1;\nend $$;", [1]],
])("a line is refused that has %s", (_what, sql, lines) => {
  expect(crowdedLines(sql)).toEqual(lines);
});

test("expressions with case, comments and texts do not count as statements", () => {
  const sql = "do $$\nbegin\n  -- a; b; then\n  x := case when a then 'b; c' else 'end' end;\n  y := (case x when 1 then 2 end);\nend $$;";
  expect(crowdedLines(sql)).toEqual([]);
});

// The text of pg-boss is kept as pg-boss writes it.
test.each(own.filter(({ file }) => file !== "migrations/0006_jobs.sql"))("one statement a line: $file", ({ sql }) => {
  expect(crowdedLines(sql)).toEqual([]);
});

test.each([
  "drop table connections",
  "alter table connections drop column name",
  "alter table connections rename column name to title",
  "alter table connections alter column name type varchar(10)",
  "alter table connections alter reason set not null",
  "alter table connections add column size int not null",
  "alter table connections add column a int default 0, add column b int not null",
  "alter table connections add column b int not null, add column a numeric(3, 2) default 0",
  "alter table connections add column a numeric(3, 2) default 0, drop column name",
  "alter table connections add constraint a check (size in (1, 2)), alter column name set not null",
  "revoke select on connections from sp_app",
  "alter table connections enable row level security",
  "alter table connections force row level security",
  "alter table connections no force row level security",
  "alter policy tenant on connections using (false)",
  "create policy less on connections as restrictive using (false)",
  "drop function new_id()",
  "drop policy tenant on connections",
  "delete from connections",
  "truncate connections",
  "do $$\nbegin\n  drop table connections;\nend $$",
])("an expanding migration must not contain: %s", (statement) => {
  expect(destructiveStatements(`-- kind: expand\n${statement};`)).not.toEqual([]);
});

test.each([
  "create table notes (id uuid not null)",
  "alter table connections add column size int not null default 0",
  "alter table connections add column size int",
  "alter table connections add column size int not null default 0, add column more numeric(3, 2) not null default 0",
  "alter table connections add constraint size check (size is not null)",
  "drop index connections_newest",
  "create index sizes on connections (size)",
])("an expanding migration may contain: %s", (statement) => {
  expect(destructiveStatements(statement)).toEqual([]);
});

test("each migration says whether it expands or contracts, and one that expands destroys nothing", () => {
  for (const { file, sql } of files.migrations) {
    const kind = kindOf(sql);
    const isBaseline = /^migrations\/000[1-6]_/.test(file);
    expect([file, kind]).toEqual([file, isBaseline ? "baseline" : expect.stringMatching(/^(?:expand|contract)$/)]);
    if (kind === "expand") expect([file, destructiveStatements(sql)]).toEqual([file, []]);
  }
});

test("the manifest has the checksum of every file: run npm run db:manifest after a change", () => {
  expect(manifest).toEqual(manifestOf(files));
});

test("the baseline is as the first release has it, whatever the manifest says", () => {
  expect(Object.keys(released)).toEqual(files.migrations.map(({ file }) => file).filter((file) => /^migrations\/000[1-6]_/.test(file)));
  expect(changedMigrations(released, files)).toEqual([]);
});

test("a migration in the manifest can't be changed or removed, while definitions can", () => {
  const [migration, ...others] = files.migrations;
  if (migration === undefined) throw new Error("there is no migration");
  const changed = { ...files, functions: files.functions.map((file) => ({ ...file, sha256: "other" })) };
  expect(changedMigrations(manifest, changed)).toEqual([]);
  expect(changedMigrations(manifest, { ...files, migrations: [{ ...migration, sha256: "other" }, ...others] })).toEqual([migration.file]);
  expect(changedMigrations(manifest, { ...files, migrations: others })).toEqual([migration.file]);
});
