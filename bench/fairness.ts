import { arrangeConnected, arrangeCustomers, meanwhile } from "./support/arrange-fleet.ts";
import type { Figures } from "./support/benchmark.ts";
import { type Fleet, startFleet } from "./support/fleet.ts";
import { quantile, spreadOf } from "./support/spread.ts";

/** How many connections of the other customer are due. Use a smaller number while developing the worker. */
const OTHERS = Number(process.env["BENCH_CONNECTIONS"] ?? 10_000);
const SAMPLES = 30;
const QUOTA = 600;
const LATENCY_MS = 40;
const TARGET = 2;

/**
 * The time from when the only connection of a customer is due until it is re-verified: while nothing else is due, and while
 * thousands of connections of another customer are due before it.
 */
export async function fairness(): Promise<Figures> {
  const fleet = await startFleet({ STS_CALLS_PER_SECOND: String(QUOTA) });
  try {
    const [big = "", small = ""] = await arrangeCustomers(fleet, 2);
    await arrangeConnected(fleet, [small, ...Array<string>(OTHERS).fill(big)], OTHERS + 1);
    const sandbox = await fleet.startSandbox();
    await sandbox.latency(LATENCY_MS);
    await sandbox.stsQuota(QUOTA);
    await fleet.startWorker();
    await waits(fleet, small, 5);
    const idle = await waits(fleet, small, SAMPLES);
    await meanwhile(fleet, "update connections set next_check_at = now() - interval '1 h' where customer_id = $1", [big]);
    const busy = await waits(fleet, small, SAMPLES);
    const left = await fleet.admin.query<{ n: number }>("select count(*)::int as n from connections where next_check_at <= now()");
    const stillDue = left.rows[0]?.n ?? 0;
    const [ours, baseline] = [quantile(busy, 0.95), quantile(idle, 0.95)];
    const ratio = ours / baseline;
    return {
      ratio,
      baseline,
      ours,
      unit: "ms",
      target: TARGET,
      holds: ratio <= TARGET && stillDue > 0 && OTHERS >= 10_000,
      notes: [
        `with nothing else due: ${spreadOf(idle).text} ms, p95 ${baseline.toFixed(0)}`,
        `with ${OTHERS} connections of another customer due: ${spreadOf(busy).text} ms, p95 ${ours.toFixed(0)}; ${stillDue} were still due at the end`,
      ],
    };
  } finally {
    await fleet.stop();
  }
}

/** Makes the customer's connection due so many times, at random times; returns the milliseconds of each wait. */
async function waits(fleet: Fleet, customerId: string, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let n = 0; n < times; n++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000));
    const began = performance.now();
    await meanwhile(fleet, "update connections set next_check_at = now() where customer_id = $1", [customerId]);
    while (!(await isReverified(fleet, customerId))) await new Promise((resolve) => setTimeout(resolve, 10));
    found.push(performance.now() - began);
  }
  return found;
}

async function isReverified({ admin }: Fleet, customerId: string): Promise<boolean> {
  const text = "select next_check_at > now() and lease_until is null as reverified from connections where customer_id = $1";
  const { rows } = await admin.query<{ reverified: boolean }>(text, [customerId]);
  return rows[0]?.reverified === true;
}
