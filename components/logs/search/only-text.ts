import { visibleText } from "#components/logs/events/visible-text.ts";

/** Which streams are read, where not all are: " · only web/1", " · only 2 streams". Over several log groups all are. */
export function onlyText(streams: readonly string[], sources: number): string {
  if (streams.length === 0 || sources > 1) return "";
  return ` · only ${streams.length === 1 ? visibleText(streams[0] ?? "", true) : `${streams.length} streams`}`;
}
