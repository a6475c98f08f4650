import { setTimeout as wait } from "node:timers/promises";

/** One kind of request. `run` throws if the answer is not the expected one. */
export interface RequestKind {
  readonly name: string;
  /** How often it is sent, compared with the other kinds. */
  readonly weight: number;
  readonly run: () => Promise<unknown>;
}

export interface Sent {
  readonly kind: string;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
  readonly ms: number;
  /** The message of the error; null if the request succeeded. */
  readonly failure: string | null;
}

export interface Load {
  /** The requests that have ended and began in `[from, to)`, in milliseconds of `performance.now()`. */
  between(from: number, to: number): readonly Sent[];
  /** Sends no more requests; resolves when the last one has ended. */
  stop(): Promise<void>;
}

/**
 * Sends requests at a constant rate, however long they take, so that a slow answer does not lower the load. The kinds take turns by
 * their weights, in the same order each time.
 */
export function startLoad(perSecond: number, kinds: readonly RequestKind[]): Load {
  const sent: Sent[] = [];
  const open = new Set<Promise<void>>();
  const stopping = new AbortController();
  const owed = new Map(kinds.map((kind) => [kind, 0]));
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);

  const next = (): RequestKind | undefined => {
    for (const kind of kinds) owed.set(kind, (owed.get(kind) ?? 0) + kind.weight / total);
    const kind = [...owed].sort(([, a], [, b]) => b - a)[0]?.[0];
    if (kind !== undefined) owed.set(kind, (owed.get(kind) ?? 0) - 1);
    return kind;
  };
  const send = async (kind: RequestKind) => {
    const at = performance.now();
    const failure = await kind.run().then(
      () => null,
      (error: unknown) => messageOf(error),
    );
    sent.push({ kind: kind.name, at, ms: performance.now() - at, failure });
  };
  const sending = (async () => {
    const began = performance.now();
    for (let n = 0; !stopping.signal.aborted; n++) {
      const late = performance.now() - (began + (n * 1000) / perSecond);
      if (late < 0) await wait(-late, undefined, { signal: stopping.signal }).catch(() => undefined);
      const kind = next();
      if (kind === undefined || stopping.signal.aborted) return;
      const one = send(kind).finally(() => open.delete(one));
      open.add(one);
    }
  })();
  return {
    between: (from, to) => sent.filter(({ at }) => at >= from && at < to),
    async stop() {
      stopping.abort();
      await sending;
      await Promise.all(open);
    },
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Counts, failures and times of requests in one line, such as "900 requests, 0 failed, median 21 ms, 99 % within 80 ms". */
export function loadText(sent: readonly Sent[]): string {
  const times = sent.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  const failed = sent.filter(({ failure }) => failure !== null);
  const reasons = Map.groupBy(failed, ({ kind, failure }) => `${kind}: ${failure}`);
  const why = [...reasons].map(([reason, all]) => `${all.length} × ${reason}`).join("; ");
  return `${sent.length} requests, ${failed.length} failed${why && ` (${why})`}, median ${at(0.5)} ms, 99 % within ${at(0.99)} ms`;
}
