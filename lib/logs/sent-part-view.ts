import type { LogEventView, LogSearchPart } from "./log-view.ts";

/**
 * A part of a search as it is sent: its events as one text. As objects, each three kilobytes of them would become a row of
 * the stream of their own, written later than what they belong to: the first events would wait for the last of their page.
 */
export type SentLogPart =
  | Exclude<LogSearchPart, { readonly kind: "events" }>
  | { readonly kind: "events" /** JSON of the events. */; readonly text: string };

/** The parts of a search, as they are sent. Whoever stops reading stops the search. */
export async function* sentParts(parts: AsyncIterable<LogSearchPart>): AsyncGenerator<SentLogPart> {
  for await (const part of parts) yield part.kind === "events" ? { kind: "events", text: JSON.stringify(part.events) } : part;
}

/** A part that came, as it was before it was sent. The text is the portal's own: our server wrote it. */
export function receivedPart(part: SentLogPart): LogSearchPart {
  return part.kind === "events" ? { kind: "events", events: JSON.parse(part.text) as readonly LogEventView[] } : part;
}
