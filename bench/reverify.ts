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
const PARTNER = "999999999999";

interface Pass {
  readonly workers: number;
  readonly seconds: number;
  readonly passed: number;
  readonly throttled: number;
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
  const before = await ended(fleet);
  const began = performance.now();
  await meanwhile(fleet, "update connections set next_check_at = now()");
  const wanted = { ...before, secure: before.secure + CONNECTIONS };
  for (let now = before; now.secure < wanted.secure || now.leased > 0; now = await ended(fleet)) {
    if (now.other > before.other) throw new Error(`${now.other - before.other} checks did not end secure`);
    await new Promise((again) => setTimeout(again, 250));
  }
  const seconds = (performance.now() - began) / 1000;
  const { passed, throttled } = await sandbox.stsQuotaSeen(PARTNER);
  return { workers, seconds, passed, throttled };
}

async function ended({ admin }: Fleet): Promise<{ secure: number; other: number; leased: number }> {
  const { rows } = await admin.query(
    `select count(*) filter (where verdict = 'secure')::int as secure, count(*) filter (where verdict <> 'secure')::int as other,
       (select count(*)::int from connections where lease_until is not null) as leased from verification_runs`,
  );
  return rows[0];
}

function figuresOf(passes: readonly Pass[]): Figures {
  const [one] = passes;
  if (one === undefined) throw new Error("no pass was made");
  const baseline = (CONNECTIONS * CALLS_A_CHECK) / QUOTA;
  const slowest = Math.max(...passes.map(({ seconds }) => seconds));
  const throttled = passes.reduce((all, pass) => all + pass.throttled, 0);
  const ratio = slowest / baseline;
  return {
    ratio,
    baseline,
    ours: slowest,
    unit: "s",
    target: TARGET,
    holds: ratio <= TARGET && throttled === 0 && CONNECTIONS >= 10_000,
    notes: passes.map(({ workers, seconds, passed, throttled: over }) => {
      const each = (passed / CONNECTIONS).toFixed(2);
      const rate = (passed / seconds).toFixed(0);
      return `${workers} worker(s): ${CONNECTIONS} checks in ${seconds.toFixed(1)} s, ${each} calls each, ${rate} calls a second, ${over} throttled`;
    }),
  };
}
