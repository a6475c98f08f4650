import type pg from "pg";

/**
 * SQL by which a login that may make temporary objects puts something of its own under the names that our functions use:
 * Postgres looks into pg_temp before every schema that a search path names, unless the path says where pg_temp comes.
 */
export interface Shadows {
  /** For each relation a view: whoever reads it, or writes to it, runs the attacker's function. */
  readonly views: readonly string[];
  /** For each relation a table with a trigger, as a write with ON CONFLICT needs one. */
  readonly tables: readonly string[];
  /** Types of the catalog as domains with a check of the attacker's. */
  readonly types: readonly string[];
  /** Our own functions, two of the catalog's and operators under their names. */
  readonly functions: readonly string[];
}

/** Raises only where it runs as somebody else than the login: that is the escalation. */
const RAN = "begin if current_user <> session_user then raise 'ran as %', current_user; end if;";
export const ATTACKERS_FUNCTIONS = [
  `create function pg_temp.ran() returns boolean language plpgsql volatile as $$ ${RAN} return true; end $$`,
  `create function pg_temp.ran_by_trigger() returns trigger language plpgsql as $$ ${RAN} return null; end $$`,
] as const;

const TYPES = ["uuid", "text", "jsonb", "bytea", "interval", "timestamptz", "regclass"];

/** The shadows of everything in schema public of the database that `owner` is connected to. */
export async function shadowsOf(owner: pg.Client): Promise<Shadows> {
  await owner.query("set search_path = pg_catalog");
  const relations = await owner.query<{ name: string; typed: string; empty: string }>(`
    select c.relname as name, string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum) as typed,
        string_agg(format('case when pg_temp.ran() then null::%s end as %I', format_type(a.atttypid, a.atttypmod), a.attname), ', ' order by a.attnum) as empty
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'p') group by c.relname order by c.relname`);
  const functions = await owner.query<{ name: string; arguments: string }>(`
    select proname as name, oidvectortypes(proargtypes) as arguments from pg_proc where pronamespace = 'public'::regnamespace
    union all values ('sha256', 'bytea'), ('now', '') order by 1, 2`);
  return {
    views: relations.rows.flatMap(({ name, empty }) => [
      `create temp view ${name} as select ${empty}`,
      `create trigger ran instead of insert or update or delete on pg_temp.${name} for each row execute function pg_temp.ran_by_trigger()`,
      `grant all on pg_temp.${name} to public`,
    ]),
    tables: relations.rows.flatMap(({ name, typed }) => [
      `create temp table ${name} (${typed})`,
      `create trigger ran before insert or update or delete on pg_temp.${name} for each statement execute function pg_temp.ran_by_trigger()`,
      `grant all on pg_temp.${name} to public`,
    ]),
    types: TYPES.map((name) => `create domain pg_temp.${name} as pg_catalog.${name} check (pg_temp.ran())`),
    functions: [
      ...functions.rows.map(
        ({ name, arguments: types }) =>
          `create function pg_temp.${name}(${types}) returns boolean language sql as $$ select pg_temp.ran() $$`,
      ),
      "create function pg_temp.same(uuid, uuid) returns boolean language sql as $$ select pg_temp.ran() $$",
      "create operator pg_temp.= (leftarg = uuid, rightarg = uuid, function = pg_temp.same)",
    ],
  };
}

/** A call of each function that runs as its owner and that `login` may call, with arguments that get past "whose is it?". */
export async function definerCalls(owner: pg.Client, login: string, customer: string): Promise<readonly { name: string; call: string }[]> {
  const { rows } = await owner.query<{ name: string; types: string[] }>(
    `select p.oid::regprocedure::text as name, array(select t::regtype::text from unnest(p.proargtypes) t) as types
       from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
        and has_function_privilege($1, p.oid, 'execute') order by 1`,
    [login],
  );
  const value = (type: string): string => {
    if (type.endsWith("[]")) return type === "uuid[]" ? `'{${customer}}'` : "'{a}'";
    if (type === "uuid") return `'${customer}'`;
    if (type === "text") return "'partner'";
    if (type === "jsonb") return "'{}'";
    if (type === "boolean") return "true";
    return type.startsWith("timestamp") ? "now()" : "1";
  };
  return rows.map(({ name, types }) => ({
    name,
    call: `select public.${name.replace(/^public\./, "").split("(")[0]}(${types.map(value).join(", ")})`,
  }));
}
