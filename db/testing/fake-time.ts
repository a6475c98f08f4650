import type pg from "pg";

/**
 * The fake time of a test database. Before the migrations run, the superuser replaces now() and clock_timestamp() by functions of the
 * test, so every function, default and policy uses them. Only a superuser can do this, and the product contains nothing of it.
 * See docs/decisions/0015-control-the-database-clock-in-tests.md.
 */
export interface FakeTime {
  /** The current fake time. */
  now(): Promise<Date>;
  /** Advances the time by a Postgres interval such as `8 days` or `59 s`. Every session sees it from its next statement on. */
  pass(span: string): Promise<void>;
  /** Advances the time to this moment, unless it is in the past. */
  passUntil(moment: Date): Promise<void>;
}

const SERVERS = { now: "pg_catalog.now_of_server()", clock: "pg_catalog.clock_timestamp_of_server()" } as const;

/** Freezes the time of an empty database; run by the superuser before the migrations. */
export async function freezeTime(admin: pg.Client): Promise<void> {
  await admin.query("alter function pg_catalog.now() rename to now_of_server");
  await admin.query("alter function pg_catalog.clock_timestamp() rename to clock_timestamp_of_server");
  await setTime(admin, `select date_trunc('second', ${SERVERS.now})`);
  // Each call of clock_timestamp() returns a microsecond more than the one before, as in a real database.
  await admin.query(`
    create schema fake_time; create sequence fake_time.calls;
    create function pg_catalog.clock_timestamp() returns timestamptz language sql volatile security definer set search_path = pg_catalog
      as $$ select pg_catalog.now() + pg_catalog.nextval('fake_time.calls') * interval '1 microsecond' $$`);
}

/** Lets new_id() use the server's time; run after the migrations. The order of IDs depends on it, but never what is due. */
export async function keepServerTimeForIds(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ source: string }>("select pg_get_functiondef('public.new_id()'::regprocedure) as source");
  await admin.query((rows[0]?.source ?? "").replace("clock_timestamp()", SERVERS.clock));
}

/** The fake time of a database that was prepared with `freezeTime`. */
export function fakeTime(admin: pg.Pool): FakeTime {
  return {
    async now() {
      const { rows } = await admin.query<{ now: Date }>("select now()");
      return rows[0]?.now ?? new Date(Number.NaN);
    },
    pass: (span) => setTime(admin, "select now() + $1::interval", [span]),
    passUntil: (moment) => setTime(admin, "select greatest(now(), $1::timestamptz)", [moment]),
  };
}

async function setTime(admin: pg.Client | pg.Pool, moment: string, values: readonly unknown[] = []): Promise<void> {
  const { rows } = await admin.query<{ at: string }>(`select at::text as at from (${moment} as at) m`, [...values]);
  await admin.query(`create or replace function pg_catalog.now() returns timestamptz language sql stable parallel safe
    as $$ select timestamptz '${rows[0]?.at}' $$`);
}
