import { type Level, readLogLine } from "#components/logs/text/read-log-line.ts";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";

const LEVEL_COLUMN = /^(@?level|severity)$/i;

/** The level of each row in the order shown, by its field `level` or `severity`. No column: no levels. */
export function levelsOf({ columns, rows }: QueryTable, order: readonly number[]): readonly (Level | null)[] {
  const at = columns.findIndex((name) => LEVEL_COLUMN.test(name));
  if (at < 0) return [];
  const known = new Map<string, Level | null>();
  const levelOf = (word: string) => {
    // The words of the log page: `{"level":50}` is an error there too.
    const level = known.get(word) ?? readLogLine(JSON.stringify({ level: word })).level;
    known.set(word, level);
    return level;
  };
  return order.map((row) => {
    const word = rows[row]?.[at] ?? null;
    return word === null ? null : levelOf(word);
  });
}
