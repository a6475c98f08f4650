import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { urlFor } from "#db/testing/test-database.ts";
import { createDatabase } from "./create-database.ts";
import { createRoles, scramVerifier } from "./create-roles.ts";
import { migrate } from "./migrate.ts";
import { migrationsPending } from "./migrations-pending.ts";

const root = join(import.meta.dirname, "..", "..");
const admin = () => inject("sallyportPostgres");

async function asAdmin(statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: admin() });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

test("two migrations at the same time are applied once, and migrationsPending returns the right number before and after", async () => {
  await createDatabase(admin(), "twice");
  const owner = urlFor(admin(), "sp_owner", "twice");
  expect(await migrationsPending(owner)).toBeGreaterThan(0);
  const applied = await Promise.all([migrate(owner), migrate(owner)]);
  expect(applied.sort()).toEqual([0, Math.max(...applied)]);
  for (const role of ["sp_app", "sp_staff", "sp_worker", "sp_signin"])
    expect(await migrationsPending(urlFor(admin(), role, "twice"))).toBe(0);
  await asAdmin("drop database twice with (force)");
});

test("the migrations contain everything that is in db/schema", () => {
  const copy = mkdtempSync(join(tmpdir(), "sallyport-generate-"));
  try {
    cpSync(join(root, "db", "migrations"), join(copy, "migrations"), { recursive: true });
    const kit = join(root, "node_modules", ".bin", "drizzle-kit");
    const output = execFileSync(
      process.execPath,
      [kit, "generate", "--dialect=postgresql", "--schema=./db/schema/*.ts", `--out=${relative(root, join(copy, "migrations"))}`],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    expect(output).toContain("No schema changes");
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test("a login without CREATEROLE gets `ready` if all roles exist", async () => {
  expect(await createRoles(urlFor(admin(), "sp_staff", "postgres"))).toEqual({ kind: "ready", created: [], passwordsSet: [] });
});

test("a login with only CREATEROLE and CREATEDB can install a database", async () => {
  await asAdmin("create role founder login createrole createdb");
  const founder = urlFor(admin(), "founder", "postgres");
  await asAdmin("grant sp_owner to founder with admin option");
  expect(await createRoles(founder)).toMatchObject({ kind: "ready" });
  await createDatabase(founder, "founded");
  expect(await migrate(urlFor(admin(), "founder", "founded"))).toBeGreaterThan(0);
  const owners = await asAdmin("select datdba::regrole::text as owner from pg_database where datname = 'founded'");
  expect(owners.rows).toEqual([{ owner: "sp_owner" }]);
  await asAdmin("drop database founded with (force)");
  await asAdmin("drop owned by founder cascade");
  await asAdmin("drop role founder");
});

test("a SCRAM verifier is stored as it is, and does not contain the password", async () => {
  const verifier = scramVerifier("correct-horse");
  expect(verifier).not.toContain("correct-horse");
  await asAdmin(`create role guest login password '${verifier}'`);
  const { rows } = await asAdmin("select rolpassword from pg_authid where rolname = 'guest'");
  expect(rows).toEqual([{ rolpassword: verifier }]);
  await asAdmin("drop role guest");
});
