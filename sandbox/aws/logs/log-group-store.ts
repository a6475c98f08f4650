import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { GeneratedEvents } from "./events/generated-events.ts";
import { LogGroup, type LogGroupClass } from "./log-group.ts";

/** The account and region of a log group. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface NewLogGroup {
  readonly logGroupName: string;
  readonly logGroupClass?: LogGroupClass;
  readonly generated?: GeneratedEvents;
  readonly creationTime?: number;
  readonly deletionProtectionEnabled?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The number of ingested events of a group that are saved. */
const SAVED_EVENTS = 2000;

/** The log groups of all accounts and regions. Methods throw AwsError with the codes and messages of CloudWatch Logs. */
export class LogGroupStore {
  readonly #partition: string;
  readonly #changed: () => void;
  readonly #places = new Map<string, Map<string, LogGroup>>();

  constructor(partition: string, changed: () => void) {
    this.#partition = partition;
    this.#changed = changed;
  }

  createGroup(place: Place, group: NewLogGroup): LogGroup {
    const groups = this.#groupsAt(place);
    if (groups.has(group.logGroupName)) throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists", 400);
    const { creationTime = Date.now() } = group;
    const made = new LogGroup({ ...group, creationTime, arn: this.arnOf(place, group.logGroupName) });
    groups.set(group.logGroupName, made);
    this.#changed();
    return made;
  }

  arnOf({ accountId, region }: Place, logGroupName: string): string {
    return `arn:${this.#partition}:logs:${region}:${accountId}:log-group:${logGroupName}`;
  }

  requireGroup(place: Place, logGroupName: string): LogGroup {
    const group = this.#groupsAt(place).get(logGroupName);
    if (group === undefined) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.", 400);
    return group;
  }

  deleteGroup(place: Place, logGroupName: string): void {
    const { deletionProtectionEnabled } = this.requireGroup(place, logGroupName);
    if (deletionProtectionEnabled) throw new AwsError("ValidationException", "The log group is protected from deletion.", 400);
    this.#groupsAt(place).delete(logGroupName);
    this.#changed();
  }

  createStream(place: Place, logGroupName: string, logStreamName: string): void {
    const group = this.requireGroup(place, logGroupName);
    if (group.streams.has(logStreamName))
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists", 400);
    group.addStream(logStreamName, Date.now());
    this.#changed();
  }

  deleteStream(place: Place, logGroupName: string, logStreamName: string): void {
    const group = this.requireGroup(place, logGroupName);
    if (!group.streams.delete(logStreamName))
      throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.", 400);
    group.stored.removeStream(logStreamName);
    this.#changed();
  }

  /** Adds events to an existing stream. The caller has checked them. */
  putEvents(place: Place, logGroupName: string, logStreamName: string, events: readonly { timestamp: number; message: string }[]): void {
    const group = this.requireGroup(place, logGroupName);
    const stream = group.streams.get(logStreamName);
    if (stream === undefined) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.", 400);
    const now = Date.now();
    stream.lastIngestionTime = now;
    for (const { timestamp, message } of events) group.stored.add(logStreamName, timestamp, message, now);
    this.#changed();
  }

  changeGroup(
    place: Place,
    logGroupName: string,
    change: Partial<Pick<LogGroup, "retentionInDays" | "deletionProtectionEnabled" | "tags">>,
  ): void {
    Object.assign(this.requireGroup(place, logGroupName), change);
    this.#changed();
  }

  /** All groups of an account and region, sorted by name in ASCII order. */
  listGroups(place: Place): LogGroup[] {
    return [...this.#groupsAt(place).values()].sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
  }

  dump() {
    return [...this.#places].flatMap(([place, groups]) =>
      [...groups.values()].flatMap((group) => {
        const events = group.stored
          .newest(SAVED_EVENTS)
          .map(({ logStreamName, timestamp, message }): [string, number, string] => [logStreamName, timestamp, message]);
        if (group.generated !== undefined && events.length === 0) return [];
        const { logGroupName, creationTime, logGroupClass, retentionInDays, deletionProtectionEnabled, tags } = group;
        const settings = { logGroupName, creationTime, logGroupClass, retentionInDays, deletionProtectionEnabled, tags };
        return [{ place, ...settings, streams: [...group.streams.keys()], events }];
      }),
    );
  }

  load(stored: ReturnType<LogGroupStore["dump"]>): void {
    for (const { place: name, streams, events, retentionInDays, ...init } of stored) {
      const [accountId = "", region = ""] = name.split("/");
      const groups = this.#groupsAt({ accountId, region });
      const group = groups.get(init.logGroupName) ?? new LogGroup({ ...init, arn: this.arnOf({ accountId, region }, init.logGroupName) });
      groups.set(init.logGroupName, group);
      group.retentionInDays = retentionInDays;
      for (const logStreamName of streams) if (!group.streams.has(logStreamName)) group.addStream(logStreamName, init.creationTime);
      for (const [logStreamName, timestamp, message] of events) group.stored.add(logStreamName, timestamp, message, timestamp);
    }
  }

  clear(): void {
    this.#places.clear();
    this.#changed();
  }

  #groupsAt({ accountId, region }: Place): Map<string, LogGroup> {
    const key = `${accountId}/${region}`;
    const existing = this.#places.get(key);
    if (existing !== undefined) return existing;
    const created = new Map<string, LogGroup>();
    this.#places.set(key, created);
    return created;
  }
}
