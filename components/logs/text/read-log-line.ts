export type Level = "error" | "warn" | "info" | "debug";

/** What is derived from one log line: its level, and its fields when it is a JSON object. */
export interface LogLine {
  readonly level: Level | null;
  /** The level word of a line that is not JSON, as a search term for it. */
  readonly word: string | null;
  readonly fields: Readonly<Record<string, unknown>> | null;
}

const LEVELS: readonly (readonly [Level, RegExp])[] = [
  ["error", /^(fatal|critical|crit|error|err|emerg|alert|50|60)$/i],
  ["warn", /^(warning|warn|40)$/i],
  ["info", /^(info|information|notice|log|30)$/i],
  ["debug", /^(debug|trace|verbose|10|20)$/i],
];
/** A level word near the start of a plain line, where loggers write it. */
const IN_TEXT = /\b(FATAL|CRITICAL|ERROR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)\b/i;
/** Characters. Longer lines are not parsed in the list, so that large events do not slow down the page. */
const MAX_PARSED_LENGTH = 64_000;

/** Parses a line. Never throws, because log text may be anything. */
export function readLogLine(message: string): LogLine {
  const fields = readFields(message);
  const named = fields?.["level"] ?? fields?.["severity"] ?? fields?.["lvl"] ?? fields?.["log.level"];
  const word = fields === null ? (IN_TEXT.exec(message.slice(0, 200))?.[1] ?? null) : null;
  const levelWord = named === undefined ? word : String(named);
  return { level: levelWord === null ? null : levelOf(levelWord), word, fields };
}

function levelOf(word: string): Level | null {
  return LEVELS.find(([, pattern]) => pattern.test(word))?.[0] ?? null;
}

function readFields(message: string): Record<string, unknown> | null {
  if (!message.startsWith("{") || message.length > MAX_PARSED_LENGTH) return null;
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
