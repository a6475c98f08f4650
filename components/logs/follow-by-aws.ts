import type { TailPart } from "#lib/logs/tail-view.ts";

/** What AWS's Live Tail is asked for. */
export interface AwsTail {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly pattern: string;
  readonly streams?: readonly string[] | undefined;
}

const BROKEN: TailPart = {
  kind: "failed",
  code: "broken",
  message: "The network connection was lost, so the live tail ended. Start it again to continue.",
};
/** An update holds at most 500 events; a line that is longer than these is none of ours. */
const LONGEST = 64_000_000;

/** Follows log groups by AWS's Live Tail until the signal ends it, and AWS's bill with it. It isn't begun again by itself. */
export async function* followByAws({ connectionId, ...query }: AwsTail, signal: AbortSignal): AsyncGenerator<TailPart> {
  try {
    const answer = await fetch(`/api/connections/${connectionId}/tail`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(query),
      signal,
    });
    if (!answer.ok || answer.body === null)
      return yield { kind: "failed", ...((await answer.json()) as { code: string; message: string }) };
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let piece = await reader.read(); !piece.done && text.length < LONGEST; piece = await reader.read()) {
      const messages = (text + piece.value).split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) if (message.startsWith("data: ")) yield JSON.parse(message.slice(6)) as TailPart;
    }
    yield BROKEN;
  } catch {
    if (!signal.aborted) yield BROKEN;
  }
}
