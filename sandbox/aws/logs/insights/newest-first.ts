import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { EventPlace } from "./evaluation/row.ts";

interface Head {
  readonly place: EventPlace;
  readonly rest: Iterator<LogEvent>;
  event: LogEvent;
}

export interface PlacedEvent {
  readonly event: LogEvent;
  readonly place: EventPlace;
}

/** The events of several log groups in a range of milliseconds, both ends included, newest first. `now` is the time of the newest events. */
export function* newestFirst(
  groups: readonly LogGroup[],
  { accountId, from, to }: { readonly accountId: string; readonly from: number; readonly to: number },
  now: number,
): Generator<PlacedEvent> {
  const heads: Head[] = [];
  for (const group of groups) {
    const place = { accountId, logGroupName: group.logGroupName };
    const rest = group.backward({ time: to }, now);
    const first = rest.next();
    if (!first.done) heads.push({ place, rest, event: first.value });
  }
  for (;;) {
    let newest: Head | undefined;
    for (const head of heads) if (newest === undefined || head.event.eventId > newest.event.eventId) newest = head;
    if (newest === undefined || newest.event.timestamp < from) return;
    yield newest;
    const next = newest.rest.next();
    if (next.done) heads.splice(heads.indexOf(newest), 1);
    else newest.event = next.value;
  }
}
