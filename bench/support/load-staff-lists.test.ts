import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { loadFleet } from "./load-staff-lists.ts";

test("the audit chains that a benchmark loads are intact, so that workers raise no alerts while it measures", async () => {
  const database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const client = new pg.Client(database.urls.admin);
  await client.connect();
  try {
    await loadFleet(client, { customers: 7, connectionsEach: 3, runs: 60, auditEvents: 7 * 40 });
    expect(await verifyAuditChain({ kind: "system", task: "cli" })).toMatchObject({ breaks: [], events: 280, chains: 7 });
  } finally {
    await client.end();
    await closeDatabase();
    await database.drop();
  }
});
