import { fetchStream, pause, StreamOver } from "#components/ui/fetch-stream.ts";
import type { TailPart } from "#lib/logs/shared/tail-view.ts";

/** The parameters of AWS's Live Tail. */
export interface AwsTail {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly pattern: string;
  readonly streams?: readonly string[] | undefined;
}

/** A part of the stream, or `moved` when the portal moved it to another process. */
export type FollowedPart = TailPart | { readonly kind: "moved" };

const BROKEN: TailPart = {
  kind: "failed",
  code: "broken",
  message: "The network connection was lost, so Live Tail ended. Start it again to continue.",
};
/** Milliseconds before each retry after the portal asked to reconnect. */
const WAITS_MS = [500, 1000, 2000, 4000, 4000, 4000];

/**
 * Follows log groups with AWS's Live Tail until the signal is aborted, which also ends the billing by AWS. It restarts
 * automatically only when the portal asks to reconnect, because AWS bills it.
 */
export async function* followByAws({ connectionId, ...query }: AwsTail, signal: AbortSignal): AsyncGenerator<FollowedPart> {
  let moved = false;
  try {
    for (let vain = 0; ; vain++) {
      const answer = await fetchStream<TailPart>(`/api/connections/${connectionId}/tail`, { body: query, signal });
      if (!answer.ok && !(moved && answer.code === "unavailable")) return yield { ...answer, kind: "failed" };
      try {
        for await (const part of answer.ok ? answer.value : []) {
          vain = 0;
          yield part;
        }
        if (answer.ok) return yield BROKEN;
      } catch (error) {
        if (!(error instanceof StreamOver)) throw error;
        if (error.failure !== null) return yield { ...error.failure, kind: "failed" };
        moved = true;
        yield { kind: "moved" };
      }
      const wait = WAITS_MS[vain];
      if (wait === undefined) return yield BROKEN;
      await pause(wait, signal);
    }
  } catch {
    if (!signal.aborted) yield BROKEN;
  }
}
