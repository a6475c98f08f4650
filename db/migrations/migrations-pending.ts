import pg from "pg";
import manifest from "./manifest.json" with { type: "json" };

interface Queries {
  query(text: string, values: readonly unknown[]): Promise<{ rows: { missing: number }[] }>;
}

/** The files of this release and their SHA-256, as `missing_files` takes them. */
export const KNOWN_FILES = JSON.stringify(manifest);

/**
 * How many migrations and files of definitions of this release the database lacks; 0 = up to date.
 * @param where a pool of any of our roles, or a URL
 * @throws if the database can't be queried
 */
export async function migrationsPending(where: string | Queries): Promise<number> {
  if (typeof where !== "string") return pendingIn(where);
  const client = new pg.Client({ connectionString: where, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await pendingIn(client);
  } finally {
    await client.end();
  }
}

async function pendingIn(queries: Queries): Promise<number> {
  try {
    const { rows } = await queries.query("select missing_files($1) as missing", [KNOWN_FILES]);
    return rows[0]?.missing ?? Object.keys(manifest).length;
  } catch (error) {
    // Undefined function, or undefined schema or table within it: no migration was ever applied.
    const absent = ["42883", "3F000", "42P01"];
    if (error instanceof pg.DatabaseError && absent.includes(error.code ?? "")) return Object.keys(manifest).length;
    throw error;
  }
}
