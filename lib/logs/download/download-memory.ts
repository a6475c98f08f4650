import type { CustomerId } from "#kernel/ids.ts";
import type { LogEventFacts } from "#lib/aws/log-facts.ts";

/** The bytes of log events that all downloads of one process, and those of one customer, may keep in memory. */
export const MOST_BYTES = 16_000_000;
export const MOST_BYTES_OF_CUSTOMER = 8_000_000;
/** The AWS limit of events per page. Source: FilterLogEvents, `limit`. */
const MOST_EVENTS = 10_000;
/** The events that a download always gets, so that it finishes even when other downloads use all the memory. */
export const FEWEST_EVENTS = 100;
/** The bytes of an event without its message, and the assumed bytes of a message before the first page. */
const EVENT_BYTES = 300;
const MESSAGE_BYTES = 100;

/** The part of the memory that one download uses. */
export interface DownloadShare {
  /** Returns how many events the next page may have. Releases the previous page, which was consumed by then. */
  next(): number;
  /** Records the page that was received. */
  took(events: readonly LogEventFacts[]): void;
  release(): void;
}

const held = new Map<CustomerId, number>();

/**
 * Divides the memory of a process among its downloads. A stalled reader keeps one page in memory; the more all of them keep, the
 * smaller is the next page, down to 100 events. Stalled readers thus make other downloads slower, but never use more memory.
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
