import type { EventFilter } from "./event-filter.ts";
import { parseColumnPattern } from "./parse-column-pattern.ts";
import { parseJsonPattern } from "./parse-json-pattern.ts";
import { parseTermPattern } from "./parse-term-pattern.ts";

/**
 * A filter pattern of CloudWatch Logs: nothing (everything passes), terms, a `{ … }` selector of JSON fields, or a
 * `[ … ]` list of columns. Throws InvalidParameterException for what AWS would not take.
 * Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function parseFilterPattern(pattern: string): EventFilter {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return parseJsonPattern(text);
  return text.startsWith("[") ? parseColumnPattern(text) : parseTermPattern(text);
}
