import type { CustomerId } from "#kernel/ids.ts";
import type { LogEventFacts } from "#lib/aws/cloudwatch-logs.ts";

/** Bytes of log events that all downloads of one process may hold, and those of one customer. */
export const MOST_BYTES = 24_000_000;
export const MOST_BYTES_OF_CUSTOMER = 12_000_000;
/** AWS's own limit of one page. Source: FilterLogEvents, `limit`. */
const MOST_EVENTS = 10_000;
/** A download always gets this many, however much the others hold: it must come to an end. */
export const FEWEST_EVENTS = 200;
/** What an event weighs besides its message, and what a message is taken to weigh before any was seen. */
const EVENT_BYTES = 300;
const MESSAGE_BYTES = 300;

/** What one download holds of it. */
export interface DownloadShare {
  /** How many events the next page may have. What was held before counts no longer: a page is asked for when the last was taken. */
  next(): number;
  /** The page that came. */
  took(events: readonly LogEventFacts[]): void;
  release(): void;
}

const held = new Map<CustomerId, number>();

/**
 * Shares out the memory of a process among its downloads. A reader who stalls holds one page; the more they hold together, the
 * smaller is the page that the next one asks for, down to 200 events. So readers who stall cost others speed, never memory.
 */
export function shareOfDownload(customerId: CustomerId): DownloadShare {
  let mine = 0;
  let eventBytes = EVENT_BYTES + MESSAGE_BYTES;
  const hold = (bytes: number) => {
    const ours = (held.get(customerId) ?? 0) + bytes - mine;
    mine = bytes;
    if (ours === 0) held.delete(customerId);
    else held.set(customerId, ours);
  };
  return {
    next() {
      hold(0);
      const all = [...held.values()].reduce((sum, bytes) => sum + bytes, 0);
      const free = Math.min((MOST_BYTES - all) / 3, (MOST_BYTES_OF_CUSTOMER - (held.get(customerId) ?? 0)) / 2);
      const events = Math.max(FEWEST_EVENTS, Math.min(MOST_EVENTS, Math.floor(free / eventBytes)));
      hold(events * eventBytes);
      return events;
    },
    took(events) {
      const bytes = events.reduce((sum, { message }) => sum + EVENT_BYTES + message.length, 0);
      if (events.length > 0) eventBytes = bytes / events.length;
      hold(bytes);
    },
    release: () => hold(0),
  };
}
