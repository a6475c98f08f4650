import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

const STATUSES = ["draft", "verifying", "connected", "expired", "access_denied", "quarantined", "disabled", "removed"] as const;
type Status = (typeof STATUSES)[number];

/** For each status, the statuses that may follow. `verified`: only with a recent secure run, which no case here has. */
const MOVES: Record<Status, Partial<Record<Status, "ok" | "verified">>> = {
  draft: { verifying: "ok", connected: "verified", removed: "ok" },
  verifying: { draft: "ok", connected: "verified", removed: "ok" },
  connected: { expired: "ok", access_denied: "ok", quarantined: "ok", disabled: "ok", removed: "ok" },
  expired: { connected: "verified", access_denied: "ok", quarantined: "ok", disabled: "ok", removed: "ok" },
  access_denied: { connected: "verified", quarantined: "ok", disabled: "ok", removed: "ok" },
  quarantined: { connected: "verified", disabled: "ok", removed: "ok" },
  disabled: { connected: "verified", quarantined: "ok", removed: "ok" },
  removed: {},
};

let database: TestDatabase;
let customer: CustomerId;
const inStatus = new Map<Status, ConnectionId>();

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  customer = await arrangeCustomer(owner);
  for (const status of STATUSES) {
    const hasRole = status !== "draft" && status !== "verifying";
    const { id } = hasRole ? await arrangeConnection(owner, customer, { status }) : await arrangeDraft(owner, customer);
    if (status === "verifying") await owner.query("update connections set status = 'verifying' where id = $1", [id]);
    inStatus.set(status, id);
  }
  // A run verifies a connection for 15 minutes after it ended.
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update verification_runs set finished_at = now() - interval '16 min'; update connections set verified_at = now() - interval '16 min' where verified_at is not null; end $$`);
});

afterAll(() => database.drop());

const cells = STATUSES.flatMap((from) => STATUSES.filter((to) => to !== from).map((to) => [from, to, MOVES[from][to]] as const));

test.each(cells)("%s → %s: %s", async (from, to, allowed) => {
  for (const login of ["owner", "app", "worker"] as const) {
    const client = await database.pool(login).connect();
    try {
      await client.query("begin");
      await client.query("select set_config('app.customer_id', $1, true)", [customer]);
      const tried = client.query("update connections set status = $1 where id = $2 returning status", [to, inStatus.get(from)]);
      const outcome = await tried.then(
        ({ rows }) => rows[0].status,
        (error) => `${error.code} ${error.constraint ?? ""}`.trim(),
      );
      const refusal = from === "removed" ? "23001" : allowed === "verified" ? "23514 not_verified" : "23514 status_move";
      expect(outcome).toBe(allowed === "ok" ? to : refusal);
    } finally {
      await client.query("rollback");
      client.release();
    }
  }
});
