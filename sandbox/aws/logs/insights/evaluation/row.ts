import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import { discoverFields } from "./discover-fields.ts";
import { Time, type Value } from "./value.ts";

/** Where an event is. */
export interface EventPlace {
  readonly accountId: string;
  readonly logGroupName: string;
}

/** The pointer of an event, with which GetLogRecord finds it. */
function pointerOf({ eventId }: LogEvent, logGroupName: string): string {
  return Buffer.from(`${eventId}/${logGroupName}`).toString("base64");
}

/** A row of a query: an event with its fields and those that the query added, or a result of `stats`. Fields are discovered when needed. */
export class Row {
  readonly #event: LogEvent | undefined;
  readonly #place: EventPlace | undefined;
  #added: Map<string, Value> | undefined;
  #discovered: ReadonlyMap<string, Value> | undefined;
  /** The results of the aggregations of one `stats`, in the order of the query. */
  results: readonly Value[] = [];

  constructor(event?: LogEvent, place?: EventPlace) {
    this.#event = event;
    this.#place = place;
  }

  /** The time of the event; undefined for a result of `stats`. */
  get timestamp(): number | undefined {
    return this.#event?.timestamp;
  }

  /** The value of a field by its whole name. */
  get(name: string): Value {
    const added = this.#added?.get(name);
    if (added !== undefined || this.#event === undefined || this.#place === undefined) return added;
    if (name.startsWith("@")) {
      const system = systemField(name, this.#event, this.#place);
      if (system !== undefined) return system;
    }
    this.#discovered ??= discoverFields(this.#event.message, this.#place.logGroupName);
    return this.#discovered.get(name);
  }

  /** The value of a field that the query added. */
  getAdded(name: string): Value {
    return this.#added?.get(name);
  }

  set(name: string, value: Value): void {
    if (value === undefined) return;
    this.#added ??= new Map();
    this.#added.set(name, value);
  }

  /** A row with the same fields, which can get others. */
  copy(): Row {
    const copy = new Row(this.#event, this.#place);
    copy.#added = this.#added === undefined ? undefined : new Map(this.#added);
    copy.#discovered = this.#discovered;
    return copy;
  }
}

function systemField(name: string, event: LogEvent, { accountId, logGroupName }: EventPlace): Value {
  switch (name) {
    case "@timestamp":
      return new Time(event.timestamp);
    case "@message":
      return event.message;
    case "@logStream":
      return event.logStreamName;
    case "@log":
      return `${accountId}:${logGroupName}`;
    case "@ingestionTime":
      return new Time(event.ingestionTime);
    case "@ptr":
      return pointerOf(event, logGroupName);
    default:
      return undefined;
  }
}
