import { arrangeConnected, arrangeCustomers, meanwhile } from "./arrange-fleet.ts";
import type { Figures } from "./benchmark.ts";
import { type Fleet, startFleet } from "./fleet.ts";

/** A smaller fleet while the worker is worked on; what is recorded is measured with the whole one. */
const CONNECTIONS = Number(process.env["BENCH_CONNECTIONS"] ?? 10_000);
const WORKERS = (process.env["BENCH_WORKERS"] ?? "1,2").split(",").map(Number);
const CUSTOMERS = 100;
const LATENCY_MS = 40;
/** AWS's default quota for an account and region, all of which the bucket may use here. */
const QUOTA = 600;
/** Right twice, five that are wrong, and one retired ID. */
const CALLS_A_CHECK = 8;
const TARGET = 1.1;
/** Two workers must not be slower than one, as far as one run each can tell. */
const NOISE = 1.02;
const PARTNER = "999999999999";

interface Pass {
  readonly workers: number;
  readonly seconds: number;
  readonly passed: number;
  readonly throttled: number;
  /** Checks that ended without a proof and were made again. */
  readonly vain: number;
}

/** The whole fleet is due at once: how long until all of it is proven anew, against the time that the quota alone demands. */
export async function reverify(): Promise<Figures> {
  const fleet = await startFleet({ STS_CALLS_PER_SECOND: String(QUOTA) });
  try {
    await arrangeConnected(fleet, await arrangeCustomers(fleet, CUSTOMERS), CONNECTIONS);
    const sandbox = await fleet.startSandbox();
    await sandbox.latency(LATENCY_MS);
    const passes: Pass[] = [];
    let running = 0;
    for (const workers of WORKERS) {
      for (; running < workers; running++) await fleet.startWorker();
      passes.push(await onePass(fleet, sandbox, workers));
    }
    return figuresOf(passes);
  } finally {
    await fleet.stop();
  }
}

type Sandbox = Awaited<ReturnType<Fleet["startSandbox"]>>;

async function onePass(fleet: Fleet, sandbox: Sandbox, workers: number): Promise<Pass> {
  await sandbox.stsQuota(QUOTA);
  const began = performance.now();
  const { rows } = await fleet.admin.query<{ at: string }>("select now()::text as at");
  const since = rows[0]?.at ?? "";
  await meanwhile(fleet, "update connections set next_check_at = now()");
  let now = await standing(fleet, since);
  while (now.proven < CONNECTIONS || now.leased > 0) {
    await new Promise((again) => setTimeout(again, 250));
    now = await standing(fleet, since);
  }
  const seconds = (performance.now() - began) / 1000;
  const { passed, throttled } = await sandbox.stsQuotaSeen(PARTNER);
  return { workers, seconds, passed, throttled, vain: now.vain };
}

/** How many were proven since, how many are in a worker's hands, and how many checks proved nothing. */
async function standing({ admin }: Fleet, since: string): Promise<{ proven: number; leased: number; vain: number }> {
  const { rows } = await admin.query(
    `select count(*) filter (where proved_at >= $1)::int as proven, count(*) filter (where lease_until is not null)::int as leased,
       (select count(*)::int from verification_runs where finished_at >= $1 and verdict <> 'secure') as vain from connections`,
    [since],
  );
  return rows[0];
}

function figuresOf(passes: readonly Pass[]): Figures {
  const [one] = passes;
  if (one === undefined) throw new Error("no pass was made");
  const baseline = (CONNECTIONS * CALLS_A_CHECK) / QUOTA;
  const slowest = Math.max(...passes.map(({ seconds }) => seconds));
  const troubles = passes.reduce((all, pass) => all + pass.throttled + pass.vain, 0);
  const ratio = slowest / baseline;
  const notSlower = passes.every(({ seconds }) => seconds <= one.seconds * NOISE);
  return {
    ratio,
    baseline,
    ours: slowest,
    unit: "s",
    target: TARGET,
    holds: ratio <= TARGET && notSlower && troubles === 0 && CONNECTIONS >= 10_000,
    notes: passes.map(({ workers, seconds, passed, throttled, vain }) => {
      const each = (passed / CONNECTIONS).toFixed(2);
      const rate = (passed / seconds).toFixed(0);
      return `${workers} worker(s): ${CONNECTIONS} checks in ${seconds.toFixed(1)} s, ${each} calls each, ${rate} calls a second, ${throttled} throttled, ${vain} checks in vain`;
    }),
  };
}
