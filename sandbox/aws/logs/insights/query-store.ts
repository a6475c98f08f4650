import { randomUUID } from "node:crypto";
import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { InsightsQuery } from "./parse-query.ts";
import type { Row } from "./parse-stats.ts";
import { type InsightsRecord, recordOf } from "./record-of.ts";

type QueryStatus = "Running" | "Complete" | "Cancelled" | "Failed";

export interface RunningQuery {
  readonly accountId: string;
  readonly groupNames: readonly string[];
  status: QueryStatus;
  rows: readonly Row[];
  recordsScanned: number;
  recordsMatched: number;
  bytesScanned: number;
}

/** Events looked at before others get their turn. */
const SLICE = 5000;
const KEPT = 100;

/** The queries of Insights, running and done; the newest hundred are kept. */
export class QueryStore {
  readonly #queries = new Map<string, RunningQuery>();
  #delayMs = 0;

  /** Makes every query take so much longer: AWS's own take seconds. */
  delayAll(ms: number): void {
    this.#delayMs = ms;
  }

  /** `from` and `to` in milliseconds, both inclusive. Runs on in the background. */
  start(accountId: string, groups: readonly LogGroup[], from: number, to: number, query: InsightsQuery): string {
    const id = randomUUID();
    const running: RunningQuery = {
      accountId,
      groupNames: groups.map((group) => group.logGroupName),
      status: "Running",
      rows: [],
      recordsScanned: 0,
      recordsMatched: 0,
      bytesScanned: 0,
    };
    this.#queries.set(id, running);
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > KEPT && oldest !== undefined) this.#queries.delete(oldest);
    const runs = wait(this.#delayMs, undefined, { ref: false }).then(() => run(running, groups, from, to, query));
    runs.catch((error: unknown) => {
      console.error(`sandbox: query ${id}`, error);
      running.status = "Failed";
    });
    return id;
  }

  find(accountId: string, id: string): RunningQuery | undefined {
    const query = this.#queries.get(id);
    return query?.accountId === accountId ? query : undefined;
  }
}

async function run(running: RunningQuery, groups: readonly LogGroup[], from: number, to: number, query: InsightsQuery): Promise<void> {
  const kept: InsightsRecord[] = [];
  for (const group of groups) {
    const log = `${running.accountId}:${group.logGroupName}`;
    for (const event of group.forward({ time: from }, Date.now())) {
      if (event.timestamp > to || running.status !== "Running") break;
      const record = recordOf(event, log, Buffer.from(`${event.eventId}/${group.logGroupName}`).toString("base64"));
      running.recordsScanned++;
      running.bytesScanned += event.message.length;
      if (query.keeps(record)) {
        kept.push(record);
        running.recordsMatched++;
      }
      if (running.recordsScanned % SLICE === 0) {
        if (running.recordsScanned % (SLICE * 20) === 0) running.rows = query.rows(kept);
        await breathe();
      }
    }
  }
  running.rows = query.rows(kept);
  if (running.status === "Running") running.status = "Complete";
}
