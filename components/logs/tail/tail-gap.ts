import type { Send } from "#components/ui/fetch-stream.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import type { TailPart } from "#lib/logs/shared/tail-view.ts";
import { readNew } from "./follow-by-reads.ts";
import type { TailStep } from "./tail-state.ts";

/** The parameters of AWS's Live Tail. */
export interface AwsTail {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly pattern: string;
  readonly streams?: readonly string[] | undefined;
}

type LiveEvents = TailPart & { readonly kind: "events" };

/** What one event looks like in both sources, and how often each has returned it. */
interface Counts {
  readonly at: number;
  live: number;
  shown: number;
}

/** Milliseconds before the last part of a lost session from which events are read: an event may arrive with an older time. */
const BACK_MS = 60_000;
/** Milliseconds after the last part for which events are compared: the reads go back so far, and a lost session is noticed within this time. */
const KEPT_MS = BACK_MS + 120_000;
/** AWS accepts events with a time of up to two hours in the future. Source: PutLogEvents. */
const FUTURE_MS = 2 * 3_600_000;
/** Milliseconds after which the gap is read again, because a new event can be found only some seconds after it was ingested. */
const AGAIN_MS = 10_000;
const AFTER_TROUBLE_MS = 2000;
const MOST_READS = 8;
/** Maximum calls of one read. */
const MAX_CALLS = 5;

const RECONNECTING = "AWS Live Tail is reconnecting, because the portal is restarting or the network connection was lost.";
const INCOMPLETE = "AWS Live Tail was interrupted, and events of a few seconds may be missing. Search this time range to see all events.";

/**
 * The events that AWS's Live Tail did not send because one session ended before the next began. They are read with the calls of a
 * search, which are free of charge. Live Tail gives its events no IDs, so an event is known by its log group, stream, time and
 * message, and shown as often as the source that has it more often returned it.
 */
export class TailGap {
  readonly #tail: AwsTail;
  readonly #signal: AbortSignal;
  readonly #send: Send;
  /** In order of arrival, so that the oldest are the first. */
  readonly #counts = new Map<string, Counts>();
  #parts = 0;
  #lastAt = 0;
  /** The newest time of ingestion, which is AWS's own time: the clock of this computer can be wrong. */
  #ingestedAt = Number.POSITIVE_INFINITY;
  #from: number | null = null;
  #readAt = 0;
  #reads = 0;
  #complete = 0;
  #note: string | null = null;

  constructor(tail: AwsTail, signal: AbortSignal, send: Send) {
    this.#tail = tail;
    this.#signal = signal;
    this.#send = send;
  }

  /** How many parts of live tails have arrived. */
  get parts(): number {
    return this.#parts;
  }

  /** Whether a session was lost and its gap is not completely read. */
  get isOpen(): boolean {
    return this.#from !== null;
  }

  /** A session was lost. Returns the step that says so. */
  open(): TailStep {
    this.#from ??= Math.max(0, Math.min(this.#lastAt, this.#ingestedAt) - BACK_MS);
    this.#readAt = 0;
    this.#reads = 0;
    this.#complete = 0;
    this.#note = RECONNECTING;
    return { kind: "events", at: Date.now(), batches: [], sampled: false, note: RECONNECTING };
  }

  /** The steps of a part: its events, and those of the gap before it when they are due. */
  async *stepsOf(part: LiveEvents): AsyncGenerator<TailStep> {
    this.#parts += 1;
    this.#lastAt = Date.now();
    this.#forget();
    yield this.#step(
      part.events.filter((event) => this.#isNewLive(event)),
      part.sampled,
    );
    if (this.#from === null || Date.now() < this.#readAt) return;
    const found = await this.#read(this.#from);
    if (found.length > 0 || this.#note === null) yield this.#step(found, part.sampled);
  }

  /** Reads the gap. It is read twice without a failure, or is incomplete. */
  async #read(from: number): Promise<readonly (LogEventView & { readonly logGroup: string })[]> {
    const { connectionId, region, logGroups, pattern, streams } = this.#tail;
    const range = { connectionId, region, pattern, streams, from, to: Date.now() + FUTURE_MS, oldestFirst: true, cursor: null };
    const answers = await Promise.all(
      logGroups.map((logGroup) => readNew({ ...range, logGroup }, { signal: this.#signal, send: this.#send, calls: MAX_CALLS })),
    );
    this.#reads += 1;
    const whole = answers.every((answer) => answer.kind === "events" && !answer.more);
    if (whole) this.#complete += 1;
    if (this.#complete > 0) this.#note = null;
    else if (this.#reads >= MOST_READS) this.#note = INCOMPLETE;
    this.#readAt = Date.now() + (whole ? AGAIN_MS : AFTER_TROUBLE_MS);
    if (this.#complete >= 2 || this.#reads >= MOST_READS) this.#from = null;
    return answers.flatMap((answer, n) => (answer.kind === "events" ? this.#newRead(logGroups[n] ?? "", answer.events) : []));
  }

  #newRead(logGroup: string, events: readonly LogEventView[]) {
    const read = new Map<string, number>();
    return events
      .map((event) => ({ ...event, logGroup }))
      .filter((event) => {
        const key = keyOf(event);
        const times = (read.get(key) ?? 0) + 1;
        read.set(key, times);
        return this.#show(this.#countsOf(key, event.at), times);
      });
  }

  #isNewLive(event: LiveEvents["events"][number]): boolean {
    if (this.#ingestedAt === Number.POSITIVE_INFINITY || event.ingestedAt > this.#ingestedAt) this.#ingestedAt = event.ingestedAt;
    const counts = this.#countsOf(keyOf(event), event.at);
    counts.live += 1;
    return this.#show(counts, counts.live);
  }

  #countsOf(key: string, at: number): Counts {
    const counts = this.#counts.get(key) ?? { at, live: 0, shown: 0 };
    this.#counts.set(key, counts);
    return counts;
  }

  #show(counts: Counts, times: number): boolean {
    if (times <= counts.shown) return false;
    counts.shown += 1;
    return true;
  }

  /** Only events that a read of the gap can return are compared. */
  #forget(): void {
    if (this.#from !== null) return;
    // The clock of this computer can be wrong, so AWS's own time counts if it is earlier.
    const before = Math.min(this.#lastAt, this.#ingestedAt) - KEPT_MS;
    for (const [key, { at }] of this.#counts) if (at < before) this.#counts.delete(key);
  }

  #step(events: LiveEvents["events"], sampled: boolean): TailStep {
    const batches = this.#tail.logGroups.map((name, source) => ({
      source,
      events: events.filter(({ logGroup }) => logGroup === name),
    }));
    return { kind: "events", at: Date.now(), batches, sampled, note: this.#note ?? undefined };
  }
}

function keyOf({ logGroup, stream, at, message }: LogEventView & { readonly logGroup: string }): string {
  return JSON.stringify([logGroup, stream, at, message]);
}
