import type { LogReader } from "./log-reader.ts";

/** Limits a reader to one person: a read in progress also stops when they are signed out or no longer a member. */
export function whilePresent(reader: LogReader, isPresent: () => Promise<boolean>): LogReader {
  return { ...reader, stillReadable: async () => (await Promise.all([isPresent(), reader.stillReadable()])).every(Boolean) };
}
