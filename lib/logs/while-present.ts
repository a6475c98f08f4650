import type { LogReader } from "./log-reader.ts";

/** The same reader for one person: a reading that has begun stops as well when they are signed out or no longer a member. */
export function whilePresent(reader: LogReader, isPresent: () => Promise<boolean>): LogReader {
  return { ...reader, stillReadable: async () => (await Promise.all([isPresent(), reader.stillReadable()])).every(Boolean) };
}
