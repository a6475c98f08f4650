import { arrangeConnected, arrangeCustomers, meanwhile } from "./support/arrange-fleet.ts";
import type { Figures } from "./support/benchmark.ts";
import { type Fleet, startFleet } from "./support/fleet.ts";
import { cpuMsOf } from "./support/process-usage.ts";

/** Use a smaller number while developing the worker; the benchmark holds only with at least 10,000. */
const CONNECTIONS = Number(process.env["BENCH_CONNECTIONS"] ?? 10_000);
const WORKERS = (process.env["BENCH_WORKERS"] ?? "1,2").split(",").map(Number);
const CUSTOMERS = 100;
const LATENCY_MS = 40;
/** AWS's default quota of STS requests a second for an account and region, which the portal may use completely here. */
const QUOTA = 600;
/** AssumeRole calls of a check: twice the correct External ID, five that must be denied and one retired ID. */
const CALLS_A_CHECK = 8;
const TARGET = 1.1;
/** Two workers must not be slower than one, within this tolerance. */
const NOISE = 1.02;
const PARTNER = "999999999999";

interface Pass {
  readonly workers: number;
  readonly seconds: number;
  readonly passed: number;
  readonly throttled: number;
  /** Checks that did not end secure and were repeated. */
  readonly unsuccessful: number;
  /** Milliseconds of CPU time of all workers for a check. */
  readonly cpuMs: number;
}

/** How long it takes to re-verify all connections that are due at the same time, compared with the time that the quota requires. */
export async function reverify(): Promise<Figures> {
  const fleet = await startFleet({ STS_CALLS_PER_SECOND: String(QUOTA) });
  try {
    await arrangeConnected(fleet, await arrangeCustomers(fleet, CUSTOMERS), CONNECTIONS);
    const sandbox = await fleet.startSandbox();
    await sandbox.latency(LATENCY_MS);
    const passes: Pass[] = [];
    const processes: number[] = [];
    for (const workers of WORKERS) {
      while (processes.length < workers) processes.push((await fleet.startWorker()).child.pid ?? 0);
      passes.push(await onePass(fleet, sandbox, processes));
    }
    return figuresOf(passes);
  } finally {
    await fleet.stop();
  }
}

type Sandbox = Awaited<ReturnType<Fleet["startSandbox"]>>;

async function onePass(fleet: Fleet, sandbox: Sandbox, workers: readonly number[]): Promise<Pass> {
  await sandbox.stsQuota(QUOTA);
  const before = cpuMsOfAll(workers);
  const began = performance.now();
  const { rows } = await fleet.admin.query<{ at: string }>("select now()::text as at");
  const since = rows[0]?.at ?? "";
  await meanwhile(fleet, "update connections set next_check_at = now()");
  let now = await progressOf(fleet, since);
  while (now.verified < CONNECTIONS || now.leased > 0) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    now = await progressOf(fleet, since);
  }
  const seconds = (performance.now() - began) / 1000;
  const { passed, throttled } = await sandbox.stsQuotaSeen(PARTNER);
  const cpuMs = (cpuMsOfAll(workers) - before) / CONNECTIONS;
  return { workers: workers.length, seconds, passed, throttled, unsuccessful: now.unsuccessful, cpuMs };
}

function cpuMsOfAll(processes: readonly number[]): number {
  return processes.reduce((all, pid) => all + cpuMsOf(pid), 0);
}

/** How many connections were verified since a time and how many are leased, and how many checks did not end secure. */
async function progressOf({ admin }: Fleet, since: string): Promise<{ verified: number; leased: number; unsuccessful: number }> {
  const { rows } = await admin.query(
    `select count(*) filter (where verified_at >= $1)::int as verified, count(*) filter (where lease_until is not null)::int as leased,
       (select count(*)::int from verification_runs where finished_at >= $1 and verdict <> 'secure') as unsuccessful from connections`,
    [since],
  );
  return rows[0];
}

function figuresOf(passes: readonly Pass[]): Figures {
  const [one] = passes;
  if (one === undefined) throw new Error("nothing was measured");
  const baseline = (CONNECTIONS * CALLS_A_CHECK) / QUOTA;
  const slowest = Math.max(...passes.map(({ seconds }) => seconds));
  const troubles = passes.reduce((all, pass) => all + pass.throttled + pass.unsuccessful, 0);
  const ratio = slowest / baseline;
  const notSlower = passes.every(({ seconds }) => seconds <= one.seconds * NOISE);
  return {
    ratio,
    baseline,
    ours: slowest,
    unit: "s",
    target: TARGET,
    holds: ratio <= TARGET && notSlower && troubles === 0 && CONNECTIONS >= 10_000,
    notes: passes.map(({ workers, seconds, passed, throttled, unsuccessful, cpuMs }) => {
      const each = (passed / CONNECTIONS).toFixed(2);
      const rate = (passed / seconds).toFixed(0);
      return `${workers} worker(s): ${CONNECTIONS} checks in ${seconds.toFixed(1)} s, ${each} calls each, ${rate} calls a second, ${throttled} throttled, ${unsuccessful} unsuccessful checks, ${cpuMs.toFixed(1)} ms of CPU a check`;
    }),
  };
}
