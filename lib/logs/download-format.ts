import type { LogEventFacts } from "#lib/aws/cloudwatch-logs.ts";
import { csvRow } from "#lib/kernel/csv.ts";

export const DOWNLOAD_FORMATS = ["ndjson", "csv", "txt"] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** How events are written into a file: what stands before them, each of them, and a last remark where the file is cut short. */
export interface EventWriter {
  readonly contentType: string;
  readonly head: string;
  event(event: LogEventFacts): string;
  remark(text: string): string;
}

const iso = (ms: number) => new Date(ms).toISOString();

/** The writer of a format, for events of one log group. Times are ISO 8601 in UTC. */
export function eventWriter(format: DownloadFormat, logGroup: string): EventWriter {
  switch (format) {
    case "ndjson":
      return {
        contentType: "application/x-ndjson; charset=utf-8",
        head: "",
        event: ({ at, ingestedAt, stream, message }) =>
          `${JSON.stringify({ timestamp: iso(at), ingestionTime: iso(ingestedAt), logGroup, logStream: stream, message })}\n`,
        remark: (text) => `${JSON.stringify({ remark: text })}\n`,
      };
    case "csv":
      return {
        contentType: "text/csv; charset=utf-8",
        head: "timestamp,ingestionTime,logGroup,logStream,message\r\n",
        event: ({ at, ingestedAt, stream, message }) => csvRow([iso(at), iso(ingestedAt), logGroup, stream, message]),
        remark: (text) => csvRow(["", "", logGroup, "", text]),
      };
    case "txt":
      return {
        contentType: "text/plain; charset=utf-8",
        head: "",
        event: ({ at, stream, message }) => `${iso(at)} ${terminalSafe(stream)} ${terminalSafe(message).trimEnd()}\n`,
        remark: (text) => `# ${text}\n`,
      };
  }
}

/** Text that cannot act on the terminal it is shown in: control and format characters but tab and line break are marks. */
function terminalSafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\t" || character === "\n") return character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
