import { randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { runQuery } from "#lib/logs/insights/run-query.ts";
import type { RunQueryInput } from "#lib/logs/insights/shared/query-inputs.ts";
import type { QueryPart } from "#lib/logs/insights/shared/query-view.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { EVERYTHING, REGION, type VerifiedConnection, verifiedConnection } from "./verified-connection.ts";

/** Acme's account in the Region of the tests. */
export const PLACE = { accountId: "222222222222", region: REGION };
/** When the events of the tests happened. */
export const T0 = Date.UTC(2026, 5, 1);
export const HOUR = 3_600_000;

/** A connection with a role, and a reader of its logs. */
export interface Queried {
  readonly connection: VerifiedConnection;
  readonly reader: LogReader;
}

interface How {
  readonly actor?: CustomerActor;
  readonly by?: Queried;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** The status of a query that was stopped, as AWS spells it. */
export const STOPPED = "Cancelled";
/** The statuses of a query that AWS still runs. */
export const ALIVE = /^(?:Scheduled|Running)$/;

/** What the tests of queries share. */
export class QueryFixture<P extends Portal = Portal> {
  sandbox!: Sandbox;
  portal!: P;
  actor!: CustomerActor;
  /** With the log access Query and a role that allows everything. */
  queried!: Queried;
  /** A new log group for each test. */
  group = "";

  newGroup(logGroupClass: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" = "STANDARD"): string {
    const name = `/app/${randomUUID()}`;
    this.sandbox.state.logs.createGroup(PLACE, { logGroupName: name, logGroupClass });
    return name;
  }

  /** A new connection whose scope is `/app/`. */
  async newQueried(logAccess: "browse" | "query" = "query", permissions = EVERYTHING, actor = this.actor): Promise<Queried> {
    const connection = await verifiedConnection(this.portal, this.sandbox.state.iam, actor, { permissions });
    const text = "update connections set log_access = $1, log_group_prefix = '/app/' where id = $2";
    await this.portal.meanwhile(text, [logAccess, connection.connectionId]);
    return { connection, reader: await this.readerOf(actor, connection) };
  }

  async readerOf(actor: CustomerActor, { connectionId }: VerifiedConnection): Promise<LogReader> {
    return accepted(await openLogReader(actor, this.portal.context, connectionId, REGION, "query"));
  }

  write(name: string, messages: readonly string[]): void {
    const { logs } = this.sandbox.state;
    if (!logs.requireGroup(PLACE, name).streams.has("s")) logs.createStream(PLACE, name, "s");
    const events = messages.map((message, n) => ({ timestamp: T0 + n, message }));
    logs.putEvents(PLACE, name, "s", events);
  }

  asked(change: Partial<RunQueryInput> = {}): RunQueryInput {
    const text = "fields @timestamp, @message | sort @timestamp desc";
    return { region: REGION, logGroups: [this.group], from: T0, to: T0 + HOUR, text, confirmed: false, ...change };
  }

  begin(change: Partial<RunQueryInput> = {}, { actor = this.actor, by = this.queried, signal, clock }: How = {}) {
    return runQuery(actor, by.reader, {
      connectionId: by.connection.connectionId,
      input: this.asked(change),
      clock: clock ?? quickClock(),
      signal: signal ?? new AbortController().signal,
    });
  }

  async run(change: Partial<RunQueryInput> = {}, how: How = {}): Promise<QueryPart[]> {
    const parts: QueryPart[] = [];
    for await (const part of accepted(this.begin(change, how))) parts.push(part);
    return parts;
  }

  async rows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const text = "select * from log_queries where customer_id = $1 order by id";
    return (await this.portal.db.pool("owner").query(text, [this.actor.customerId])).rows;
  }

  async states(): Promise<readonly unknown[]> {
    return (await this.rows()).map(({ state }) => state);
  }

  /** The query of the first row in the sandbox. */
  async atAws() {
    const [row] = await this.rows();
    const found = await this.sandbox.state.queries.find(PLACE.accountId, String(row?.["aws_query_id"]));
    if (found === undefined) throw new Error("AWS has no such query");
    return found;
  }

  calls(since: number): readonly string[] {
    return this.sandbox.state.callLog.since(since).map(({ action, outcome }) => `${action} ${outcome}`);
  }
}

/** Starts a portal for a file of tests about queries. Its database has the real time. */
export function queriesForFile(): QueryFixture {
  const fixture = new QueryFixture();
  portalForFile((made) => arrange(fixture, made));
  beforeEach(() => begunAgain(fixture));
  return fixture;
}

/** The same with a database whose time only the test moves. */
export function queriesWithFakeTime(): QueryFixture<PortalWithFakeClock> {
  const fixture = new QueryFixture<PortalWithFakeClock>();
  portalForFile<PortalWithFakeClock>((made) => arrange(fixture, made), startPortalWithFakeClock);
  beforeEach(() => begunAgain(fixture));
  return fixture;
}

async function arrange<P extends Portal>(fixture: QueryFixture<P>, made: { readonly sandbox: Sandbox; readonly portal: P }): Promise<void> {
  fixture.sandbox = made.sandbox;
  fixture.portal = made.portal;
  fixture.actor = await made.portal.newOwner();
  fixture.queried = await fixture.newQueried();
}

async function begunAgain(fixture: QueryFixture): Promise<void> {
  fixture.sandbox.state.queries.delayAll(0);
  await fixture.portal.meanwhile("delete from log_quotas", []);
  await fixture.portal.meanwhile("delete from log_queries", []);
  fixture.group = fixture.newGroup();
}

/** Waits take no time; each moves the clock, as far as the product can see. */
export function quickClock(): Clock {
  let at = T0;
  return {
    now: () => new Date(at),
    wait: (ms, signal) =>
      new Promise((resolve, reject) =>
        setImmediate(() => {
          at += ms;
          if (signal?.aborted) reject(signal.reason);
          else resolve();
        }),
      ),
  };
}

/** Reads parts until one of this kind has come; a scheduled query is in progress too. The generator is still open. */
export async function until(parts: AsyncGenerator<QueryPart, void>, kind: QueryPart["kind"]): Promise<QueryPart> {
  for (;;) {
    const step = await parts.next();
    if (step.done === true) throw new Error(`the query ended without ${kind}`);
    if (step.value.kind === kind || (kind === "progress" && step.value.kind === "scheduled")) return step.value;
  }
}
