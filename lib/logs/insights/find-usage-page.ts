import { inTransaction } from "#db/in-transaction.ts";
import { type UsagePart, type UsageSpan, type UsageSums, usageByConnection, usageByDay, usageByPerson } from "#db/queries/log-usage.ts";
import { peopleNamed } from "#db/queries/people.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { UsagePageQuery } from "./shared/query-inputs.ts";
import { priceList } from "./shared/query-prices.ts";
import type { UsagePageView } from "./shared/usage-view.ts";
import { usageSeenBy } from "./usage-seen-by.ts";

/** The rows of one page of each list. */
const ROWS_OF_A_PAGE = 25;
const DAY_MS = 86_400_000;
/** The usage is kept for 13 months (`prune_queries`), so the current month and the 12 before it are whole. */
const MONTHS = 13;

/** What queries and live tails used and cost in a time: of everybody for an owner, else the person's own. */
export async function findUsagePage(
  actor: CustomerActor,
  query: UsagePageQuery,
  clock: Clock,
  size = ROWS_OF_A_PAGE,
): Promise<UsagePageView> {
  const now = clock.now();
  const { from, to } = daysOf(query.range, now);
  const userId = usageSeenBy(actor);
  const span: UsageSpan = { customerId: actor.customerId, userId, from, to };
  const prices = priceList();
  return inTransaction(
    actor,
    async (tx) => {
      const connections = await usageByConnection(tx, span, prices, partOf(query.connections, size));
      const days = await usageByDay(tx, span, prices);
      const people = userId === null ? await usageByPerson(tx, span, prices, partOf(query.people, size)) : null;
      const names =
        people === null
          ? null
          : await peopleNamed(
              tx,
              people.rows.map((row) => row.userId),
            );
      return {
        ...{ range: query.range, from, to, today: dayText(now), months: monthsUntil(now) },
        ...{ total: totalOf(days), days },
        people: people && {
          rows: people.rows.map((row) => ({ ...row, who: names?.get(row.userId) ?? "Removed user" })),
          ...{ page: query.people, pages: pagesOf(people.count, size) },
        },
        connections: { rows: connections.rows, page: query.connections, pages: pagesOf(connections.count, size) },
        setsThresholds: actor.role === "owner",
      };
    },
    { readOnly: true },
  );
}

function totalOf(days: readonly UsageSums[]): UsageSums {
  const sum = (of: keyof UsageSums) => days.reduce((all, day) => all + day[of], 0);
  return {
    ...{ queries: sum("queries"), scannedBytes: sum("scannedBytes"), queryCost: sum("queryCost"), unpricedBytes: sum("unpricedBytes") },
    ...{ tails: sum("tails"), tailSeconds: sum("tailSeconds"), tailCost: sum("tailCost"), unpricedSeconds: sum("unpricedSeconds") },
  };
}

const partOf = (page: number, size: number): UsagePart => ({ limit: size, offset: (page - 1) * size });
const pagesOf = (count: number, size: number) => Math.max(1, Math.ceil(count / size));
const dayText = (at: Date) => at.toISOString().slice(0, 10);

/** The days of a range in UTC, both included. A month ends with its last day, also if that has not come yet. */
export function daysOf(range: string, now: Date): { readonly from: string; readonly to: string } {
  const days = /^([0-9]+)d$/.exec(range)?.[1];
  if (days !== undefined) return { from: dayText(new Date(now.getTime() - (Number(days) - 1) * DAY_MS)), to: dayText(now) };
  const [year = 0, month = 1] = range.split("-").map(Number);
  return { from: `${range}-01`, to: dayText(new Date(Date.UTC(year, month, 0))) };
}

/** The months that can be chosen, the current one first. */
export function monthsUntil(now: Date): readonly string[] {
  return Array.from({ length: MONTHS }, (_, n) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 1)).toISOString().slice(0, 7),
  );
}
