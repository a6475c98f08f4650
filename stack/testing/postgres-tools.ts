import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

const PROGRAMS = ["initdb", "postgres", "pg_dump", "pg_restore"];

/**
 * The folder of a PostgreSQL that has the server, `pg_dump` and `pg_restore` of one release: that of SALLYPORT_POSTGRES_BIN, or the newest of
 * Debian's. The npm packages have the server only. Undefined if there is none.
 */
export function findPostgresTools(): string | undefined {
  const own = process.env["SALLYPORT_POSTGRES_BIN"];
  const debian = globSync("/usr/lib/postgresql/*/bin").sort((a, b) => majorOf(b) - majorOf(a));
  return [...(own ? [own] : []), ...debian].find((folder) => PROGRAMS.every((name) => existsSync(join(folder, name))));
}

const majorOf = (folder: string) => Number(folder.split("/").at(-2));

/** Runs a program of PostgreSQL. Returns its status and what it wrote to standard error. */
export function runTool(
  folder: string,
  name: "pg_dump" | "pg_restore",
  args: readonly string[],
): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(join(folder, name), [...args], { encoding: "utf8" });
  return { status, stderr };
}
