import pg from "pg";
import { inject } from "vitest";
import { createDatabase } from "#db/migrations/create-database.ts";
import { migrate } from "#db/migrations/migrate.ts";
import { urlFor } from "./test-database.ts";

async function drop(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("sallyportPostgres") });
  await client.connect();
  await client.query(`drop database ${name} with (force)`);
  await client.end();
}

/** A database of this release, in which `work` runs as sp_owner; dropped afterwards. */
export async function withInstalled(name: string, work: (owner: pg.Client, url: string) => Promise<void>): Promise<void> {
  await createDatabase(inject("sallyportPostgres"), name);
  const url = urlFor(inject("sallyportPostgres"), "sp_owner", name);
  try {
    await migrate(url);
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    try {
      await work(owner, url);
    } finally {
      await owner.end();
    }
  } finally {
    await drop(name);
  }
}
