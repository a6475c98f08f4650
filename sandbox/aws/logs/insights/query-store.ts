import { randomUUID } from "node:crypto";
import { setTimeout as wait, setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { InsightsQuery } from "./parse-query.ts";
import type { Row } from "./parse-stats.ts";
import { type InsightsRecord, recordOf } from "./record-of.ts";

type QueryStatus = "Running" | "Complete" | "Cancelled" | "Failed";

/** What a caller asked for. `from` and `to` are milliseconds since 1970, both inclusive. */
export interface QueryRequest {
  readonly accountId: string;
  readonly region: string;
  readonly queryString: string;
  readonly from: number;
  readonly to: number;
}

export interface RunningQuery extends QueryRequest {
  readonly queryId: string;
  readonly createTime: number;
  readonly groupNames: readonly string[];
  status: QueryStatus;
  rows: readonly Row[];
  recordsScanned: number;
  recordsMatched: number;
  bytesScanned: number;
}

/** Events scanned before the event loop can do other work. */
const SLICE = 5000;
const MAX_QUERIES = 100;

/** The running and finished queries of Logs Insights. The newest 100 are kept. */
export class QueryStore {
  readonly #queries = new Map<string, RunningQuery>();
  #delayMs = 0;

  /** Delays every query by `ms` milliseconds, because real queries take seconds. */
  delayAll(ms: number): void {
    this.#delayMs = ms;
  }

  /** Forgets all queries and the delay. */
  clear(): void {
    this.#queries.clear();
    this.#delayMs = 0;
  }

  /** Starts a query in the background and returns its ID. */
  start(request: QueryRequest, groups: readonly LogGroup[], query: InsightsQuery): string {
    const id = randomUUID();
    const running: RunningQuery = {
      ...request,
      queryId: id,
      createTime: Date.now(),
      groupNames: groups.map((group) => group.logGroupName),
      status: "Running",
      rows: [],
      recordsScanned: 0,
      recordsMatched: 0,
      bytesScanned: 0,
    };
    this.#queries.set(id, running);
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > MAX_QUERIES && oldest !== undefined) this.#queries.delete(oldest);
    const runs = wait(this.#delayMs, undefined, { ref: false }).then(() => run(running, groups, query));
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

  /** The queries of an account and region, newest first. */
  list({ accountId, region }: Pick<QueryRequest, "accountId" | "region">): RunningQuery[] {
    return [...this.#queries.values()].filter((query) => query.accountId === accountId && query.region === region).reverse();
  }
}

async function run(running: RunningQuery, groups: readonly LogGroup[], query: InsightsQuery): Promise<void> {
  const { from, to } = running;
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
        await yieldToEventLoop();
      }
    }
  }
  running.rows = query.rows(kept);
  if (running.status === "Running") running.status = "Complete";
}
