import type pg from "pg";

/**
 * SQL by which a login that may create temporary objects shadows the names that our functions use. Postgres searches pg_temp
 * before the schemas of a search path, unless the path itself contains pg_temp:
 * https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
 */
export interface Shadows {
  /** A view for each relation: a function that reads or writes it runs the attacker's function. */
  readonly views: readonly string[];
  /** A table with a trigger for each relation, because ON CONFLICT does not work on a view. */
  readonly tables: readonly string[];
  /** Domains named like types of the catalog, with a check that runs the attacker's function. */
  readonly types: readonly string[];
  /** Functions named like ours and like two of the catalog, and an operator. */
  readonly functions: readonly string[];
}

/** Raises only if it runs as another role than the login, which is the escalation. */
const RAN = "begin if current_user <> session_user then raise 'ran as %', current_user; end if;";
export const ATTACKERS_FUNCTIONS = [
  `create function pg_temp.ran() returns boolean language plpgsql volatile as $$ ${RAN} return true; end $$`,
  `create function pg_temp.ran_by_trigger() returns trigger language plpgsql as $$ ${RAN} return null; end $$`,
] as const;

const TYPES = ["uuid", "text", "jsonb", "bytea", "interval", "timestamptz", "regclass"];

/** Shadows of everything in schema public of the database that `owner` is connected to. */
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

/** A call of each SECURITY DEFINER function that `login` may call, with arguments that pass the check of the customer. */
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
