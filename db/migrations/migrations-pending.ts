import pg from "pg";
import journal from "./meta/_journal.json" with { type: "json" };

interface Queries {
  query(text: string): Promise<{ rows: { applied: string; newest: string | null }[] }>;
}

/**
 * How many migrations of this release the database lacks; 0 = up to date.
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
    const { rows } = await queries.query("select applied, newest from applied_migrations()");
    const newest = Number(rows[0]?.newest ?? 0);
    return journal.entries.filter((entry) => entry.when > newest).length;
  } catch (error) {
    // Undefined function, or undefined table within it: no migration was ever applied.
    if (error instanceof pg.DatabaseError && (error.code === "42883" || error.code === "42P01")) return journal.entries.length;
    throw error;
  }
}
