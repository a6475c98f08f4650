import { GeneratedEvents, hash32 } from "#sandbox/aws/logs/events/generated-events.ts";
import { writeAccessLine, writeCheckoutLine, writePaymentLine, writeWorkerLine } from "#sandbox/aws/logs/events/log-line-generators.ts";
import type { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import { CUSTOMER_ACCOUNTS } from "./sandbox-accounts.ts";

const DAY_MS = 86_400_000;
/** The number of services. With them, a list of groups needs a second page, because a page has 50. */
const FLEET = 56;

interface Seed {
  readonly name: string;
  readonly periodMs: number;
  readonly streams: number;
  /** The number of events; those of the last 14 days when absent. */
  readonly count?: number;
  readonly retentionInDays?: number;
  readonly logGroupClass?: "INFREQUENT_ACCESS";
  readonly write: (index: number, random: number, timestamp: number) => string;
}

const SEEDS: readonly Seed[] = [
  { name: "/app/checkout/web", periodMs: 5000, streams: 2, write: writeCheckoutLine },
  { name: "/app/payments/api", periodMs: 4000, streams: 3, write: writePaymentLine },
  { name: "/app/payments/worker", periodMs: 7000, streams: 2, write: writeWorkerLine },
  // One event every 600 ms: 1,000,000 events are the last 6.9 days.
  { name: "/app/scale/million", periodMs: 600, streams: 8, count: 1_000_000, retentionInDays: 7, write: writePaymentLine },
  { name: "/app/warehouse/archive", periodMs: 60_000, streams: 1, logGroupClass: "INFREQUENT_ACCESS", write: writeWorkerLine },
  { name: "/aws/lambda/nightly-report", periodMs: 120_000, streams: 1, write: writeAccessLine },
  { name: "/vpc/flow", periodMs: 10_000, streams: 4, write: writeAccessLine },
  ...Array.from({ length: FLEET }, (_, i) => ({
    name: `/app/fleet/service-${String(i + 1).padStart(2, "0")}`,
    periodMs: 30_000 + i * 1000,
    streams: 1,
    write: writeAccessLine,
  })),
];

/** Creates the log groups of both customer accounts, in the given region, with events that are computed from their time. */
export function seedLogGroups({ logs, region }: { readonly logs: LogGroupStore; readonly region: string }): void {
  const creationTime = Date.now() - 60 * DAY_MS;
  for (const accountId of CUSTOMER_ACCOUNTS) {
    SEEDS.forEach((seed, index) => {
      const number = hash32(Number(accountId.slice(0, 3)) * 1000 + index);
      const generated = new GeneratedEvents({
        periodMs: seed.periodMs,
        seed: number,
        count: seed.count ?? Math.floor((14 * DAY_MS) / seed.periodMs),
        streams: Array.from(
          { length: seed.streams },
          (_, i) =>
            `${seed.name.split("/").at(-1)}/${hash32(number + i)
              .toString(16)
              .padStart(8, "0")}`,
        ),
        write: seed.write,
      });
      const { logGroupClass, name: logGroupName } = seed;
      logs.createGroup(
        { accountId, region },
        { logGroupName, creationTime, generated, ...(logGroupClass === undefined ? {} : { logGroupClass }) },
      );
      logs.changeGroup({ accountId, region }, logGroupName, { retentionInDays: seed.retentionInDays ?? 14 });
    });
  }
}
