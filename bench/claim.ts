import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { exchangeDueConnections } from "#lib/connections/schedule/due-connections.ts";
import { arrangeCustomers, meanwhile } from "./support/arrange-fleet.ts";
import type { Figures } from "./support/benchmark.ts";
import { type Fleet, startFleet } from "./support/fleet.ts";
import { spreadOf } from "./support/spread.ts";

const CONNECTIONS = 300_000;
const CUSTOMERS = 3000;
const DUE = 40_000;
const PASSES = 3;
/** Due connections that are claimed in one transaction, which also finishes those of the transaction before. */
const BATCH = 500;
const WANTED_PER_SECOND = 4000;

/** How many due connections one worker claims and finishes in a second, among 300,000 connections. */
export async function claim(): Promise<Figures> {
  const fleet = await startFleet();
  openDatabase({ worker: new Secret(fleet.workerUrl) });
  try {
    await arrangeUnverified(fleet, await arrangeCustomers(fleet, CUSTOMERS));
    const rates: number[] = [];
    for (let pass = 0; pass < PASSES; pass++) rates.push(await onePass(fleet));
    const perSecond = spreadOf(rates);
    const [baseline, ours] = [1_000_000 / WANTED_PER_SECOND, 1_000_000 / perSecond.median];
    const ratio = ours / baseline;
    const notes = [
      `${perSecond.text} connections a second, ${BATCH} at a time; the target is ${WANTED_PER_SECOND}. The figures are ms for a thousand`,
    ];
    return { ratio, baseline, ours, unit: "ms", target: 1, holds: ratio <= 1, notes };
  } finally {
    await closeDatabase();
    await fleet.stop();
  }
}

/** Connections that were never verified, because a claim does not read that. */
async function arrangeUnverified(fleet: Fleet, customers: readonly string[]): Promise<void> {
  await meanwhile(
    fleet,
    `insert into connections (customer_id, id, name, regions, external_id_id, next_check_at)
     select ($1::uuid[])[1 + n % ${CUSTOMERS}], gen_random_uuid(), 'Production', '{eu-central-1}', gen_random_uuid(), now() + interval '6 h' from generate_series(1, ${CONNECTIONS}) n`,
    [customers],
  );
  await fleet.admin.query("vacuum analyze connections");
}

async function onePass(fleet: Fleet): Promise<number> {
  await meanwhile(
    fleet,
    `update connections set next_check_at = now() - interval '1 min' where id in (select id from connections order by random() limit ${DUE})`,
  );
  await fleet.admin.query("vacuum analyze connections");
  const worker = { kind: "system", task: "worker" } as const;
  const context = appContextOf(fleet.env);
  const nextCheck = { afterMs: 12 * 3_600_000 };
  const began = performance.now();
  let done = 0;
  let due = await exchangeDueConnections(worker, context, [], BATCH);
  while (due.length > 0) {
    const checked = due.map((one) => ({ due: one, nextCheck }));
    due = await exchangeDueConnections(worker, context, checked, BATCH);
    done += checked.length;
  }
  if (done !== DUE) throw new Error(`${done} of ${DUE} due connections were claimed`);
  return done / ((performance.now() - began) / 1000);
}
