import type pg from "pg";

/**
 * A database whose time a test holds. Its now() and clock_timestamp() are functions of the test's own under the server's
 * names, put there by the superuser before the migrations ran: every function, default and policy is bound to them. Only
 * a superuser can do so, and the product has nothing of it. docs/decisions/0015-control-the-database-clock-in-tests.md
 */
export interface FakeTime {
  /** The moment that it stands at. */
  now(): Promise<Date>;
  /** Lets so much time pass, as Postgres writes it: `8 days`, `59 s`. Every session sees it from its next statement on. */
  pass(span: string): Promise<void>;
  /** Lets time pass up to this moment; one that is past already changes nothing. */
  passUntil(moment: Date): Promise<void>;
}

const SERVERS = { now: "pg_catalog.now_of_server()", clock: "pg_catalog.clock_timestamp_of_server()" } as const;

/** To be done by the superuser in an empty database, before it is migrated. Time stands still from then on. */
export async function giveTestsTheTime(admin: pg.Client): Promise<void> {
  await admin.query("alter function pg_catalog.now() rename to now_of_server");
  await admin.query("alter function pg_catalog.clock_timestamp() rename to clock_timestamp_of_server");
  await stand(admin, `select date_trunc('second', ${SERVERS.now})`);
  // Two looks in a row never get the same: what comes later is written down as later, by a microsecond.
  await admin.query(`
    create schema held_time; create sequence held_time.looks;
    create function pg_catalog.clock_timestamp() returns timestamptz language sql volatile security definer set search_path = pg_catalog
      as $$ select pg_catalog.now() + pg_catalog.nextval('held_time.looks') * interval '1 microsecond' $$`);
}

/** To be done after the migrations: ids keep the server's time. They say in which order they were made, and never what is due. */
export async function leaveIdsTheirTime(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ source: string }>("select pg_get_functiondef('public.new_id()'::regprocedure) as source");
  await admin.query((rows[0]?.source ?? "").replace("clock_timestamp()", SERVERS.clock));
}

/** The time of a database made with `giveTestsTheTime`. */
export function fakeTime(admin: pg.Pool): FakeTime {
  return {
    async now() {
      const { rows } = await admin.query<{ now: Date }>("select now()");
      return rows[0]?.now ?? new Date(Number.NaN);
    },
    pass: (span) => stand(admin, "select now() + $1::interval", [span]),
    passUntil: (moment) => stand(admin, "select greatest(now(), $1::timestamptz)", [moment]),
  };
}

async function stand(admin: pg.Client | pg.Pool, moment: string, values: readonly unknown[] = []): Promise<void> {
  const { rows } = await admin.query<{ at: string }>(`select at::text as at from (${moment} as at) m`, [...values]);
  await admin.query(`create or replace function pg_catalog.now() returns timestamptz language sql stable parallel safe
    as $$ select timestamptz '${rows[0]?.at}' $$`);
}
