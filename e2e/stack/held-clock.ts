import { readFileSync } from "node:fs";
import { Client } from "pg";
import { expect } from "playwright/test";
import { partEnvironment } from "./part-environment.ts";

const MOVE = `update connections set waiting_until = now(), next_check_at = now()
  where id = $1 and status = 'checking' and waiting_until is not null`;

/**
 * Lets AWS's two minutes for a just-created role be over, for one connection: its next try, which is at once, is the last.
 * Nothing else is touched, so what the page shows is what the product says at that moment.
 */
export async function endWaiting(connectionId: string): Promise<void> {
  const database = new Client({ connectionString: ownersUrl() });
  await database.connect();
  try {
    // The page says that it waits from the moment of the click on, the database once the run has begun.
    const moved = async () => (await database.query(MOVE, [connectionId])).rowCount;
    await expect.poll(moved, { message: `connection ${connectionId} waits for AWS` }).toBe(1);
  } finally {
    await database.end();
  }
}

/** The demo's database as its owner: no door of the product could do this. */
function ownersUrl(): string {
  const data = process.env["E2E_DATA"] ?? ".data";
  const { host, pathname } = new URL(partEnvironment("command")["DATABASE_STAFF_URL"] ?? "");
  const { password } = JSON.parse(readFileSync(`${data}/postgres.json`, "utf8")) as { password: string };
  return `postgres://postgres:${encodeURIComponent(password)}@${host}${pathname}`;
}
