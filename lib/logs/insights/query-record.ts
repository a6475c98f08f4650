import { createHash } from "node:crypto";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changeLogQuery, insertLogQuery, type LogQueryChange, type QueryEnd } from "#db/queries/log-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { type Failure, NOT_FOUND } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { explainActLimit } from "#lib/audit/explain-act-limit.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { RunQueryInput } from "./shared/query-inputs.ts";
import type { QueryStatistics } from "./shared/query-view.ts";
import { BEAT_MS } from "./wait-patiently.ts";

export interface QueryToStore {
  readonly connectionId: ConnectionId;
  readonly input: RunQueryInput;
  readonly infrequent: boolean;
  readonly expectedBytes: number | null;
}

/**
 * Stores a query and its audit row before AWS is called. The audit row has the digest of the text, not the text. Returns
 * "too-many" while the account runs as many queries as AWS allows, and a failure when the person reached a limit.
 */
export async function storeQuery(actor: CustomerActor, query: QueryToStore): Promise<{ readonly id: string } | "too-many" | Failure> {
  const { connectionId, input, infrequent, expectedBytes } = query;
  const { customerId, userId } = actor;
  const { region, logGroups, text } = input;
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const [from, to] = [new Date(input.from), new Date(input.to)];
  try {
    return await inTransaction(actor, async (tx) => {
      const row = { customerId, connectionId, userId, region, logGroups, from, to, text, sha256, infrequent, expectedBytes };
      const id = await insertLogQuery(tx, row);
      await recordAudit(tx, actor, customerId, "query.started", {
        query: id,
        connection: connectionId,
        region,
        groups: String(logGroups.length),
        text: sha256,
      });
      return { id };
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.constraint === "too_many_queries") return "too-many";
    const failure = refusal && explainActLimit(refusal);
    if (failure !== undefined) return failure;
    if (refusal?.kind === "missing-reference") return NOT_FOUND;
    throw error;
  }
}

/** The statistics of a query and, if it is complete, the rows of the first page of its result. */
type EndStatistics = QueryStatistics & { readonly rows?: number };

/** The stored row of a running query. */
export interface QueryRecord {
  /** Writes a heartbeat with the progress, at most every five seconds. Returns false when the query was ended by somebody else. */
  beat(statistics?: QueryStatistics): Promise<boolean>;
  /** AWS runs the query under this ID. Returns false when the query was ended by somebody else before. */
  runs(awsQueryId: string): Promise<boolean>;
  /** @param awsQueryId needed only if {@link runs} may have failed */
  end(state: QueryEnd, statistics?: EndStatistics, awsQueryId?: string): Promise<void>;
}

export function queryRecord(actor: CustomerActor, id: string, clock: Clock): QueryRecord {
  let beaten = clock.now().getTime();
  const write = (change: LogQueryChange) => inTransaction(actor, (tx) => changeLogQuery(tx, actor.customerId, id, change));
  return {
    async beat(statistics) {
      const now = clock.now().getTime();
      if (now - beaten < BEAT_MS) return true;
      beaten = now;
      return unlessOver(() => write(countsOf(statistics)));
    },
    runs: (awsQueryId) => unlessOver(() => write({ state: "running", awsQueryId })),
    async end(state, statistics, awsQueryId) {
      await unlessOver(() => write({ state, ...(awsQueryId !== undefined && { awsQueryId }), ...countsOf(statistics) }));
    },
  };
}

function countsOf(statistics: EndStatistics | undefined): LogQueryChange {
  if (statistics === undefined) return {};
  const { scannedBytes, scannedRecords, matchedRecords, rows } = statistics;
  const whole = (n: number) => Math.max(0, Math.round(n));
  return {
    ...{ scannedBytes: whole(scannedBytes), scannedRecords: whole(scannedRecords), matchedRecords: whole(matchedRecords) },
    ...(rows !== undefined && { resultRows: rows }),
  };
}

/** The worker ends a query whose process was paused for too long, and a person who leaves the company loses their queries. */
async function unlessOver(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    const constraint = refusalOf(error)?.constraint;
    if (constraint === "log_query_over" || constraint === "log_query_person") return false;
    throw error;
  }
}
