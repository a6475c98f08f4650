import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { storedCounts } from "#db/queries/staff/connection-counts.ts";
import { storedCustomerTotal } from "#db/queries/staff/staff-customers.ts";
import {
  staffCallHours,
  staffCanary,
  staffConnectionDays,
  staffOnboarding,
  staffVerificationHours,
  staffWorkers,
} from "#db/queries/staff/staff-overview.ts";
import { staffFailedJobs } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import { openAlerts } from "#lib/staff/alerts/list-alerts.ts";
import type { OverviewView } from "#lib/staff/shared/overview-view.ts";
import { agesOf, capacityOf, daysOf, figuresOf, funnelOf, hoursOf } from "./overview-parts.ts";

const DAYS = 90;

/**
 * The overview, from the counts of the worker: no rows are counted when the page is opened, except alerts, failed jobs and workers, which
 * are few. Each part is read by itself, so that one that fails leaves the others.
 * @param limits.stsCallsPerSecond the budget of AWS STS in one Region
 */
export async function findOverview(actor: StaffActor, limits: { readonly stsCallsPerSecond: number }, now: number): Promise<OverviewView> {
  const part = async <T>(name: string, read: (tx: Transaction) => Promise<T>): Promise<T | "failed"> => {
    try {
      return await inTransaction(actor, read, { readOnly: true });
    } catch (error) {
      log("error", "a part of the overview failed", { part: name }, error);
      return "failed";
    }
  };
  const days = await part("days", async (tx) => daysOf(await staffConnectionDays(tx, DAYS)));
  const counts = await part("counts", async (tx) => ({ connections: await storedCounts(tx), customers: await storedCustomerTotal(tx) }));
  return {
    figures: counts === "failed" ? "failed" : figuresOf(counts.connections, counts.customers, days === "failed" ? [] : days, now),
    days,
    hours: await part("hours", async (tx) => hoursOf(await staffVerificationHours(tx), now)),
    ages: counts === "failed" ? "failed" : agesOf(counts.connections),
    funnel: await part("funnel", async (tx) => funnelOf(await staffOnboarding(tx, DAYS))),
    capacity: await part("capacity", async (tx) => capacityOf(await staffCallHours(tx), limits.stsCallsPerSecond, now)),
    health: await part("health", async (tx) => {
      const [workers, canary, failed] = [await staffWorkers(tx), await staffCanary(tx), await staffFailedJobs(tx, actor)];
      return {
        workers: workers.active,
        workerSeenAt: workers.lastSeenAt?.getTime() ?? null,
        failedJobs: failed.length,
        canary: canary === null ? null : { result: canary.control, at: canary.at.getTime() },
      };
    }),
    alerts: await part("alerts", (tx) => openAlerts(tx, actor)),
  };
}
