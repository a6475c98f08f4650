import { fetchStream, pause, type Send, StreamOver } from "#components/ui/fetch-stream.ts";
import type { TailPart } from "#lib/logs/shared/tail-view.ts";
import { type AwsTail, TailGap } from "./tail-gap.ts";
import { isTemporary, type TailStep } from "./tail-state.ts";

/** How a session of Live Tail ended: the last step of the tail, or `lost` when another session has to continue it. */
type SessionEnd = TailStep | "lost";

const BROKEN = ended("The network connection was lost, so AWS Live Tail ended. Start it again to continue.");
/** Milliseconds before each attempt to continue. */
const WAITS_MS = [500, 1000, 2000, 4000, 4000, 4000, 4000];
/** How often one tail may continue: AWS bills it, so it must not continue for a connection that breaks again and again. */
const MOST_RESUMES = 10;

/**
 * Follows log groups with AWS's Live Tail until the signal is aborted, which also ends the billing by AWS. When the process of
 * the portal or the network goes away, another session continues the tail, and the events between the two sessions are read
 * from AWS, so that each event is shown once.
 * @param send replaces `fetch`, for a client that is not a browser
 */
export async function* followByAws(tail: AwsTail, signal: AbortSignal, send: Send = fetch): AsyncGenerator<TailStep, void> {
  const gap = new TailGap(tail, signal, send);
  try {
    for (let resumes = 0, vain = 0; resumes < MOST_RESUMES; resumes++) {
      const before = gap.parts;
      const end = yield* session(tail, gap, signal, send);
      if (end !== "lost") return yield end;
      if (gap.parts > before) vain = 0;
      const wait = WAITS_MS[vain++];
      if (gap.parts === 0 || wait === undefined) break;
      yield gap.open();
      await pause(wait, signal);
    }
  } catch {
    // Also when the signal was aborted: the tail is over then, and ignores the step.
  }
  if (!signal.aborted) yield BROKEN;
}

/** One session of Live Tail, from its request to its end. */
async function* session(
  { connectionId, ...query }: AwsTail,
  gap: TailGap,
  signal: AbortSignal,
  send: Send,
): AsyncGenerator<TailStep, SessionEnd> {
  try {
    const answer = await fetchStream<TailPart>(`/api/connections/${connectionId}/tail`, { body: query, signal, send });
    if (!answer.ok) return gap.isOpen && isTemporary(answer.code) ? "lost" : ended(answer.message);
    for await (const part of answer.value) {
      if (part.kind === "end") return part;
      if (part.kind === "failed") return ended(part.message);
      yield* gap.stepsOf(part);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StreamOver && error.failure !== null) return ended(error.failure.message);
  }
  return "lost";
}

/** A failure that ends the tail. */
function ended(message: string): TailStep {
  return { kind: "failed", code: "ended", message };
}
