import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeDraft, arrangeInvitation } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { countDays } from "./count-for-overview.ts";

const worker = { kind: "system", task: "worker" } as const;
const running = new AbortController().signal;
let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
  configurePools({ worker: database.urls.worker });
});
afterAll(() => database.drop());

const past = (sql: string) => database.pool("admin").query(`do $$ begin set local session_replication_role = replica; ${sql}; end $$`);
const rows = async (sql: string) => (await database.pool("admin").query(sql)).rows;

/** A customer that stops at a random step; the hours until it was connected, or -1. */
async function arrangeOnboarding(step: number): Promise<{ readonly step: string; readonly hours: number }> {
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner, { name: `customer ${randomUUID()}` });
  const hours = randomInt(0, 3000);
  await arrangeInvitation(owner, customer, { email: `${randomUUID()}@a.example` });
  if (step >= 1) await past(`update invitations set accepted_at = now() where customer_id = '${customer}'`);
  if (step >= 2) {
    const { id } = await arrangeDraft(owner, customer);
    const run = (verdict: string, at: string) =>
      past(`insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, started_at, finished_at, verdict, control, account_id, role_id)
        select customer_id, id, external_id_id, 'submit', repeat('a', 64), true, ${at}, ${at}, '${verdict}', ${verdict === "secure" ? "'ok', '222222222222', 'AROA1'" : "null, null, null"}
        from connections where id = '${id}'`);
    if (step >= 3) await run("access-denied", "now()");
    if (step >= 4) {
      await run("secure", `now() + interval '${hours * 60 + 30} min'`);
      await run("secure", "now() + interval '9000 hours'");
    }
  }
  const names = ["invited", "accepted", "drafted", "submitted", "connected"];
  return { step: names[step] ?? "", hours: step >= 4 ? Math.min(2160, hours) : -1 };
}

test("customers by the step that they reached equal a recount, also when they continue and when their verifications are deleted", async () => {
  const sum = `select step, hours::int as hours, sum(customers)::int as n from onboarding_daily group by 1, 2 order by 1, 2`;
  const mine = async () => {
    const found = await rows(`select case when o.connected_at is not null then 'connected' when o.submitted_at is not null then 'submitted'
      when o.drafted_at is not null then 'drafted' when o.accepted_at is not null then 'accepted' else 'invited' end as step,
      onboarding_hours(o.invited_at, o.connected_at)::int as hours, count(*)::int as n from onboarding o group by 1, 2 order by 1, 2`);
    expect(await rows(sum)).toEqual(found);
    return found;
  };
  const wanted = [];
  for (let n = 0; n < 15; n++) {
    wanted.push(await arrangeOnboarding(randomInt(0, 5)));
    if (n % 4 === 0) await database.time.pass(`${randomInt(1, 40)} hours`);
    if (n % 5 === 0) await countDays(worker, running);
  }
  await database.time.pass("11 min");
  await countDays(worker, running);
  const tally = (list: readonly { readonly step: string; readonly hours: number; readonly n?: number }[]) => {
    const by = new Map<string, number>();
    for (const { step, hours, n = 1 } of list) by.set(`${step} ${hours}`, (by.get(`${step} ${hours}`) ?? 0) + n);
    return by;
  };
  const after = await mine();
  expect(tally(after)).toEqual(tally(wanted));
  await past("delete from verification_runs");
  await database.time.pass("11 min");
  await countDays(worker, running);
  expect(await mine()).toEqual(after);
});
