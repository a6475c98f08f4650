import { csvRow } from "#kernel/text/csv.ts";
import { markControls, safeJson } from "#kernel/text/safe-text.ts";
import type { LogEventFacts } from "#lib/aws/log-facts.ts";

export const DOWNLOAD_FORMATS = ["ndjson", "csv", "txt"] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** How events are written to a file: the head, each event, and a final remark when the file is truncated. */
export interface EventWriter {
  readonly contentType: string;
  readonly head: string;
  event(event: LogEventFacts): string;
  remark(text: string): string;
}

const SECONDS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const MILLISECONDS = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

/** Formats times as ISO 8601 in UTC. Most are in the same minute as the previous one, so only the seconds are formatted again. */
function isoWriter(): (ms: number) => string {
  let minute = Number.NaN;
  let upToSecond = "";
  return (ms) => {
    const now = Math.floor(ms / 60_000);
    if (now !== minute) {
      upToSecond = new Date(now * 60_000).toISOString().slice(0, -7);
      minute = now;
    }
    const rest = ms - now * 60_000;
    return `${upToSecond}${SECONDS[Math.floor(rest / 1000)]}.${MILLISECONDS[rest % 1000]}Z`;
  };
}

/** Formats texts as JSON; caches the last one, because most texts are equal to the previous one. */
function jsonWriter(): (text: string) => string {
  let last: string | undefined;
  let json = "";
  return (text) => {
    if (text !== last) json = safeJson(text);
    last = text;
    return json;
  };
}

/** The writer of a format, for events of one log group. Times are ISO 8601 in UTC. */
export function eventWriter(format: DownloadFormat, logGroup: string): EventWriter {
  const [iso, isoIngested] = [isoWriter(), isoWriter()];
  switch (format) {
    case "ndjson":
      return {
        contentType: "application/x-ndjson; charset=utf-8",
        head: "",
        event: ndjsonEvent(logGroup, iso, isoIngested),
        remark: (text) => `${safeJson({ remark: text })}\n`,
      };
    case "csv":
      return {
        contentType: "text/csv; charset=utf-8",
        head: "timestamp,ingestionTime,logGroup,logStream,message\r\n",
        event: ({ at, ingestedAt, stream, message }) => csvRow([iso(at), isoIngested(ingestedAt), logGroup, stream, message]),
        remark: (text) => csvRow(["", "", logGroup, "", text]),
      };
    case "txt":
      return {
        contentType: "text/plain; charset=utf-8",
        head: "",
        event: ({ at, stream, message }) => `${iso(at)} ${markControls(stream)} ${markControls(message).trimEnd()}\n`,
        remark: (text) => `# ${text}\n`,
      };
  }
}

/** Builds the JSON text without an object for each event, whose creation was the slowest part of a download. */
function ndjsonEvent(logGroup: string, iso: (ms: number) => string, isoIngested: (ms: number) => string): EventWriter["event"] {
  const jsonOfStream = jsonWriter();
  const group = safeJson(logGroup);
  return ({ at, ingestedAt, stream, message }) =>
    `{"timestamp":"${iso(at)}","ingestionTime":"${isoIngested(ingestedAt)}","logGroup":${group},"logStream":${jsonOfStream(stream)},"message":${safeJson(message)}}\n`;
}
