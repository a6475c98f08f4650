import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection, arrangeOpenRun, arrangeSecureProbes, arrangeSecureRun } from "#db/testing/arrange-verification.ts";
import type { TestDatabase } from "#db/testing/test-database.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** SQL that inserts a probe that AWS must deny, with the answer `got`. */
const wrongProbe = (customer: CustomerId, run: string, got: "allowed" | "denied") =>
  `insert into verification_probes (customer_id, run_id, n, name, got, code) values ('${customer}', '${run}', 1, 'none', '${got}', ${got === "denied" ? "'AccessDenied'" : "null"})`;

/**
 * A customer with runs of all ages, and each for another reason kept or not. What is true of them:
 * `spare` is old and nothing rests on it; `young` and `recent` would be like it, but are too young for one of the two deletions.
 */
export async function arrangeOldRuns(database: TestDatabase) {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner, { name: "for years" });
  // Runs that are made around midnight would be the first of two days, and therefore kept.
  const notAtMidnight = new Date().getUTCHours() === 23 ? "6 hours" : "0 hours";
  const aged = (run: string, days: number) => {
    const age = `${days} days ${notAtMidnight}`;
    return database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
      update verification_runs set started_at = started_at - interval '${age}', finished_at = finished_at - interval '${age}' where id = '${run}';
      end $$`);
  };
  const lost = async (connection: ConnectionId, got: "allowed" | "denied") => {
    const run = await arrangeOpenRun(owner, customer, connection);
    await owner.query(wrongProbe(customer, run.id, got));
    await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
      update verification_runs set verdict = 'lost', finished_at = now() where id = '${run.id}'; end $$`);
    return run.id;
  };
  const connection = await arrangeConnection(owner, customer, { name: "verified long ago" });
  const another = async () => (await arrangeSecureRun(owner, customer, connection.id, connection.run)).id;
  const [spare, second, young, recent, newest] = [await another(), await another(), await another(), await another(), await another()];
  const quarantined = await arrangeConnection(owner, customer, { name: "quarantined long ago" });
  const evidence = await lost(quarantined.id, "allowed");
  const laterLost = await lost(quarantined.id, "denied");
  const rotating = await arrangeConnection(owner, customer, { name: "pending for a long time" });
  const { rows } = await owner.query<{ id: string }>("select create_external_id($1, $2) as id", [customer, rotating.id]);
  const ofPending = await arrangeSecureRun(owner, customer, rotating.id, { ...rotating.run, externalIdId: rows[0]?.id ?? "" });
  const afterPending = await arrangeSecureRun(owner, customer, rotating.id, rotating.run);
  const open = await arrangeOpenRun(owner, customer, rotating.id, rotating.run);
  await arrangeSecureProbes(owner, customer, open.id);
  for (const run of [connection.run.id, spare, second, evidence, laterLost, ofPending.id, afterPending.id]) await aged(run, 500);
  await aged(young, 29);
  await aged(recent, 89);
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update verification_runs set started_at = started_at - interval '500 days' where id = '${open.id}'; end $$`);
  await owner.query("update connections set status = 'expired' where id = $1", [connection.id]);
  // As if everything was counted, because what is not counted yet is kept.
  await owner.query("insert into retention_progress (task, reached) values ('verifications', date_trunc('hour', now(), 'UTC'))");
  for (const count of ["count_verifications(1)", "count_connections()", "count_onboarding(5000)", "count_for_lists()"])
    await owner.query(`select ${count}`);
  await owner.query("insert into calls_counted values ('sts', 'eu-central-1', 1)");
  await owner.query("select record_checkpoints('{partner}', '{1}')");
  await owner.query("insert into calls_hourly values ('2026-01-01T00:00:00Z', 'sts', 'eu-central-1', 1)");
  return {
    customer,
    connection: connection.id,
    verified: connection.run.id,
    ...{ spare, second, young, recent, newest, evidence, laterLost },
    ofPending: ofPending.id,
    open: open.id,
  };
}
