import type { EventFilter } from "./event-filter.ts";
import { parseColumnPattern } from "./parse-column-pattern.ts";
import { parseJsonPattern } from "./parse-json-pattern.ts";
import { parseTermPattern } from "./parse-term-pattern.ts";

/**
 * Parses a filter pattern of CloudWatch Logs: empty (matches everything), terms, a `{ … }` condition on JSON fields, or a `[ … ]`
 * list of columns. Source: CloudWatch Logs user guide, "Filter pattern syntax".
 * @throws AwsError InvalidParameterException
 */
export function parseFilterPattern(pattern: string): EventFilter {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return parseJsonPattern(text);
  return text.startsWith("[") ? parseColumnPattern(text) : parseTermPattern(text);
}
