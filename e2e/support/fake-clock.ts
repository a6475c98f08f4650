import { Client } from "pg";
import { expect } from "playwright/test";
import { superuserUrl } from "#stack/testing/running-stack.ts";

const MOVE = "update connections set waiting_until = now(), next_check_at = now() where id = $1 and waiting_until > now()";

/**
 * Lets AWS's two minutes for a just-created role be over, for one connection that does: its next try, which is at once, is the last.
 * Nothing else is touched, so what the page shows is what the product says at that moment.
 */
export async function endWaiting(connectionId: string): Promise<void> {
  const database = new Client({ connectionString: superuserUrl() });
  await database.connect();
  try {
    // A try that is on its way writes back what it found when it began: moved again until there was a last one.
    const standing = async () => {
      await database.query(MOVE, [connectionId]);
      const { rows } = await database.query("select status from connections where id = $1", [connectionId]);
      return rows[0]?.status;
    };
    await expect.poll(standing, { timeout: 30_000 }).not.toBe("checking");
  } finally {
    await database.end();
  }
}
