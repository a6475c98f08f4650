import { randomUUID } from "node:crypto";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import { QueryTooLarge } from "./evaluation/memory-budget.ts";
import type { QueryPlan } from "./evaluation/plan-query.ts";
import { QueryRun } from "./evaluation/query-run.ts";
import { QueryTooSlow, runWithTimeLimit } from "./evaluation/run-with-time-limit.ts";
import { newestFirst } from "./newest-first.ts";
import { QueryPace } from "./query-pace.ts";
import type { QueryRequest, RunningQuery } from "./running-query.ts";

/** Results are kept for 7 days, and a query ends after 60 minutes. Source: CloudWatch Logs quotas. */
const KEPT_MS = 7 * 86_400_000;
const MAX_RUN_MS = 3_600_000;
/** What the sandbox keeps of queries that have ended. The oldest are forgotten first. */
const MAX_ENDED = 1000;
const MAX_ROWS = 1_000_000;
/** Milliseconds that matching 100 events may take. Only an expression that backtracks without end takes so long, also on a busy machine. */
const SLOW_MS = 10_000;
/** Milliseconds of work before the event loop can do other work, and events between two looks at the clock. */
const SLICE_MS = 8;
const AT_ONCE = 100;

/** The running and finished queries of Logs Insights. Their times are those of the sandbox's clock. */
export class QueryStore {
  readonly #queries = new Map<string, RunningQuery>();
  readonly #now: () => number;
  readonly #slowMs: number;
  pace = new QueryPace();
  /** The pace of the queries of one user or role, instead of `pace`. */
  readonly #paces = new Map<string, QueryPace>();

  /**
   * @param now milliseconds since 1970
   * @param slowMs after how many milliseconds of matching a few events a query fails
   */
  constructor(now: () => number, slowMs = SLOW_MS) {
    this.#now = now;
    this.#slowMs = slowMs;
  }

  /** Delays every further query by `ms` milliseconds, because real queries take seconds. */
  delayAll(ms: number): void {
    this.pace = new QueryPace({ ms });
  }

  /** Sets the pace of one user or role, also of its queries that run. Undefined: they have the pace of all others again. */
  setPaceOf(principalArn: string, pace: QueryPace | undefined): void {
    if (pace === undefined) this.#paces.delete(principalArn);
    else this.#paces.set(principalArn, pace);
    for (const query of this.#queries.values())
      if (query.endTime === undefined && query.principalArn === principalArn) query.pace = pace ?? this.pace;
  }

  /** Forgets all queries and the paces. */
  clear(): void {
    this.#queries.clear();
    this.#paces.clear();
    this.pace = new QueryPace();
  }

  /** Starts a query and returns its ID. */
  start(request: QueryRequest, groups: readonly LogGroup[], plan: QueryPlan): string {
    const events = newestFirst(groups, request, Date.now());
    const query: RunningQuery = {
      ...request,
      queryId: randomUUID(),
      createTime: this.#now(),
      groupNames: groups.map((group) => group.logGroupName),
      isInfrequentAccess: groups.some((group) => group.logGroupClass === "INFREQUENT_ACCESS"),
      pace: this.#paces.get(request.principalArn) ?? this.pace,
      plan,
      run: new QueryRun(plan),
      events,
      next: events.next(),
      status: "Scheduled",
      result: { columns: plan.columns, rows: [] },
      endTime: undefined,
      work: undefined,
      nextPartial: 1000,
    };
    this.#queries.set(query.queryId, query);
    this.#forgetOld();
    void this.update(query);
    return query.queryId;
  }

  /** A query of an account whose results are still kept, up to date unless it is still being scanned in the background. */
  async find(accountId: string, id: string): Promise<RunningQuery | undefined> {
    const query = this.#queries.get(id);
    if (query === undefined || query.accountId !== accountId || this.#isExpired(query)) return undefined;
    if (query.pace.isStepped) await this.#settle(query);
    else void this.update(query);
    return query;
  }

  /** The queries of an account and region, newest first. */
  async list({ accountId, region }: Pick<QueryRequest, "accountId" | "region">): Promise<RunningQuery[]> {
    const found = [...this.#queries.values()].filter(
      (query) => query.accountId === accountId && query.region === region && !this.#isExpired(query),
    );
    for (const query of found) if (!query.pace.isStepped) void this.update(query);
    await Promise.all(found.map((query) => (query.pace.isStepped ? this.#settle(query) : undefined)));
    return found.reverse();
  }

  /** Ends a query with its rows so far. */
  end(query: RunningQuery, status: "Cancelled" | "Complete" | "Failed" | "Timeout"): void {
    query.status = status;
    query.endTime = this.#now();
    query.run.release();
  }

  /** Like update, but not with work that began earlier and knows an earlier time only. */
  async #settle(query: RunningQuery): Promise<void> {
    await query.work;
    await this.update(query);
  }

  /** Does what a query would have done by now. Resolves when that is done. */
  update(query: RunningQuery): Promise<void> {
    if (query.endTime !== undefined) return Promise.resolve();
    query.work ??= this.#continue(query)
      .catch((error: unknown) => {
        const isExpected = error instanceof QueryTooSlow || error instanceof QueryTooLarge;
        if (!isExpected) console.error(`sandbox: query ${query.queryId}`, error);
        if (query.endTime === undefined) this.end(query, "Failed");
      })
      .finally(() => {
        query.work = undefined;
      });
    return query.work;
  }

  async #continue(query: RunningQuery): Promise<void> {
    const elapsed = Math.max(0, this.#now() - query.createTime);
    const { status, bytes } = query.pace.progressAt(Math.min(elapsed, MAX_RUN_MS));
    query.status = status;
    const isScanned = bytes !== undefined && (await this.#scan(query, bytes));
    if (query.endTime !== undefined) return;
    if (isScanned || (bytes !== undefined && query.run.hasPartialResult)) await this.#takeResult(query);
    if (query.endTime !== undefined) return;
    if (isScanned) this.end(query, query.pace.outcome);
    else if (elapsed >= MAX_RUN_MS) this.end(query, "Timeout");
  }

  /** Scans until this many bytes were scanned, or the query has ended. Returns whether all events were scanned. */
  async #scan(query: RunningQuery, allowed: number): Promise<boolean> {
    const { run } = query;
    let [isScanned, mustWait] = [false, false];
    const some = () => {
      for (let n = 0; n < AT_ONCE && !isScanned && !mustWait; n++) {
        const { next } = query;
        if (next.done || run.isSatisfied) isScanned = true;
        else if (run.bytesScanned >= allowed) mustWait = true;
        else {
          run.add(next.value.event, next.value.place);
          query.next = query.events.next();
        }
      }
    };
    const slice = () => {
      const until = performance.now() + SLICE_MS;
      do some();
      while (!isScanned && !mustWait && performance.now() < until);
    };
    do {
      runWithTimeLimit(this.#slowMs, slice);
      await yieldToEventLoop();
      if (!isScanned && run.recordsScanned >= query.nextPartial && run.hasPartialResult && query.endTime === undefined) {
        query.nextPartial = 2 * run.recordsScanned;
        await this.#takeResult(query);
      }
    } while (!isScanned && !mustWait && query.endTime === undefined);
    return isScanned;
  }

  async #takeResult(query: RunningQuery): Promise<void> {
    const steps = query.run.result();
    let step = { done: false } as IteratorResult<void, RunningQuery["result"]>;
    const some = () => {
      const until = performance.now() + SLICE_MS;
      while (!step.done && performance.now() < until) step = steps.next();
    };
    while (!step.done) {
      runWithTimeLimit(this.#slowMs, some);
      await yieldToEventLoop();
    }
    query.result = step.value;
  }

  #isExpired(query: RunningQuery): boolean {
    return query.endTime !== undefined && this.#now() - query.endTime > KEPT_MS;
  }

  #forgetOld(): void {
    const ended = [...this.#queries.values()].filter(({ endTime }) => endTime !== undefined);
    let rows = ended.reduce((sum, query) => sum + query.result.rows.length, 0);
    for (const [n, query] of ended.entries()) {
      if (!this.#isExpired(query) && ended.length - n <= MAX_ENDED && rows <= MAX_ROWS) continue;
      rows -= query.result.rows.length;
      this.#queries.delete(query.queryId);
    }
  }
}
