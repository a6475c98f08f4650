import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { recordTail } from "#db/queries/saved-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { LiveTailPart } from "#lib/aws/live-tail.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { logGroup, pattern, region, streams } from "#lib/logs/shared/log-inputs.ts";
import type { TailPart } from "#lib/logs/shared/tail-view.ts";

/** Milliseconds; AWS itself would continue, and bill, for three hours. */
export const LONGEST_MS = 30 * 60_000;
/** What the database accepts: AWS ends a tail after three hours. */
const MOST_SECONDS = 11_000;

export interface Tail {
  readonly connectionId: ConnectionId;
  readonly query: TailInput;
  readonly clock: Clock;
  /** Ends the tail, so that AWS stops billing it. */
  readonly signal: AbortSignal;
}

/**
 * Follows log groups of one connection with AWS Live Tail, which AWS bills to the account owner: only with the log access `tail`,
 * after an audit row, for at most half an hour, and only while the connection may be read.
 */
export async function tailLogEvents(actor: CustomerActor, reader: LogReader, tail: Tail): Promise<Result<AsyncGenerator<TailPart, void>>> {
  const { connectionId, query, signal } = tail;
  const { region, logGroups, pattern, streams } = query;
  if (reader.logAccess !== "live-tail")
    return fail(
      "not-allowed",
      "The role doesn’t allow logs:StartLiveTail. To use AWS Live Tail, choose the log access “Live Tail” and update the stack.",
    );
  await inTransaction(actor, (tx) => recordAudit(tx, actor, actor.customerId, "logs.tailed", { connection: connectionId }));
  const outcome = await reader.liveTail(region, { logGroups, pattern, streams, signal });
  if (outcome.kind === "our-fault") reader.dropSession();
  return outcome.kind === "ok" ? ok(measured(actor, tail, parts(reader, outcome.value, tail))) : explainTail(outcome);
}

/** Adds the time of a tail to the usage when it ends, for whatever reason. */
async function* measured(
  actor: CustomerActor,
  { connectionId, query: { region }, clock }: Tail,
  updates: AsyncGenerator<TailPart, void>,
): AsyncGenerator<TailPart, void> {
  const began = clock.now().getTime();
  try {
    yield* updates;
  } finally {
    const seconds = Math.min(MOST_SECONDS, Math.max(0, Math.ceil((clock.now().getTime() - began) / 1000)));
    await inTransaction(actor, (tx) => recordTail(tx, { customerId: actor.customerId, connectionId, region, seconds })).catch(
      (error: unknown) => log("warn", "usage of a live tail not stored", { connection: connectionId }, error),
    );
  }
}

async function* parts(reader: LogReader, updates: AsyncIterable<LiveTailPart>, { clock, signal }: Tail): AsyncGenerator<TailPart, void> {
  const began = clock.now().getTime();
  let count = 0;
  for await (const part of updates) {
    if (part.kind === "broken-off") return yield* brokenOff(part.said, signal);
    const { events, sampled } = part;
    if (!(await reader.stillReadable()))
      return yield {
        kind: "failed",
        code: "not-found",
        message: "Log access through this connection has stopped. Open the connection to see why.",
      };
    const numbered = events.map((event) => ({ ...event, id: `live-${began}-${count++}` }));
    yield { kind: "events", events: numbered, sampled };
    if (clock.now().getTime() - began >= LONGEST_MS)
      return yield { kind: "end", why: "Stopped after 30 minutes. Start AWS Live Tail again to continue." };
  }
  yield* brokenOff("", signal);
}

/** The end of a tail by AWS, with AWS's own message if there is one, because a time limit and a service error are not distinguishable otherwise. */
function* brokenOff(said: string, signal: AbortSignal): Generator<TailPart, void> {
  const word = said === "" ? "" : ` (${said.replace(/\.$/, "")})`;
  if (!signal.aborted) yield { kind: "end", why: `AWS ended Live Tail${word}. Start it again to continue.` };
}

function explainTail(outcome: Exclude<LogsOutcome<unknown>, { kind: "ok" }>): Failure {
  if (outcome.kind === "our-fault" && outcome.code === "LimitExceededException")
    return fail(
      "limited",
      "This AWS account has reached the AWS limit of 15 Live Tail sessions. End one, or continue with the free live tail.",
    );
  return explainLogsOutcome(outcome);
}

/** AWS allows ten log groups; the screen shows at most five together. */
const MOST_GROUPS = 5;

/** The input of a live tail. AWS accepts streams only with a single log group. */
export const TailInput = z
  .strictObject({
    region,
    logGroups: z.array(logGroup).min(1).max(MOST_GROUPS).readonly(),
    pattern,
    streams: streams.optional(),
  })
  .refine(({ logGroups, streams: some }) => some === undefined || logGroups.length === 1, {
    error: "Log streams can be chosen for a single log group only.",
    path: ["streams"],
  });
export type TailInput = z.infer<typeof TailInput>;
