import type pg from "pg";
import { kindOf } from "./check-sql.ts";
import { RUNTIME_ROLES } from "./database-roles.ts";

/** What a release's processes can use in the database: each line is one thing that one role may do, such as `sp_app: select connections.name text`. */
export interface ReleasedInterface {
  /** The names of its migrations, below `db/`. */
  readonly migrations: readonly string[];
  readonly uses: readonly string[];
}

/**
 * Reads from the catalog what the runtime roles can use: functions with their arguments and results, columns with their types and rights,
 * queues, and the schema version of pg-boss, which refuses any other one than its own.
 * @param client is logged in as sp_owner
 */
export async function usesOf(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ use: string }>(
    `select r || ': function ' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ') returns ' || pg_get_function_result(p.oid) as use
       from pg_proc p, unnest($1::text[]) r where pronamespace = 'public'::regnamespace and has_function_privilege(r, p.oid, 'execute')
     union all
     select r || ': ' || lower(right_name) || ' ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
       from pg_class c join pg_attribute a on a.attrelid = c.oid, unnest($1::text[]) r, unnest('{SELECT,INSERT,UPDATE}'::text[]) right_name
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
        and has_column_privilege(r, c.oid, attnum, right_name)
     union all
     select r || ': delete ' || relname from pg_class c, unnest($1::text[]) r
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_table_privilege(r, c.oid, 'DELETE')
     union all
     select 'queue ' || name from pgboss.queue
     union all
     select 'pg-boss schema ' || version from pgboss.version
     order by 1`,
    [RUNTIME_ROLES],
  );
  return rows.map(({ use }) => use);
}

/** What a contracting migration says about itself, in lines of its comment. */
interface Contract {
  /** `-- after: migrations/0008_titles.sql`: the migration with whose release the code stopped using what this one removes. */
  readonly after: string | undefined;
  /** `-- safe: it allows more than before`: why the processes of the release before are not affected. */
  readonly safe: string | undefined;
  /** `-- drops: function owners_of(uuid)` or `-- drops: connections.name`: what is removed. */
  readonly drops: readonly string[];
}

function contractOf(sql: string): Contract {
  return {
    after: /^-- after: (\S+)$/m.exec(sql)?.[1],
    safe: /^-- safe: (.+)$/m.exec(sql)?.[1],
    drops: [...sql.matchAll(/^-- drops: (.+)$/gm)].map(([, what = ""]) => what),
  };
}

interface Migration {
  readonly file: string;
  readonly sql: string;
}

/**
 * The migrations since the previous release that contract too early, one sentence each. Processes of the previous release run while they are
 * applied, so what they use can be removed only by the release after the one that stopped using it.
 */
export function earlyContracts(previous: ReleasedInterface, migrations: readonly Migration[]): readonly string[] {
  return migrations
    .filter(({ file, sql }) => !previous.migrations.includes(file) && kindOf(sql) === "contract")
    .flatMap(({ file, sql }) => {
      const { after, safe } = contractOf(sql);
      if (safe !== undefined) return [];
      if (after === undefined)
        return [
          `${file} contracts without a line "-- after: migrations/…", the migration with whose release the code stopped using this, or "-- safe: …".`,
        ];
      if (previous.migrations.includes(after)) return [];
      return [
        `${file} contracts in the same release as ${after}. Processes of the previous release still use what it removes. Move it to the next release.`,
      ];
    });
}

/**
 * What the processes of the previous release use and the database no longer has, except what a contracting migration since then names in a line
 * `-- drops: …`.
 */
export function missingUses(previous: ReleasedInterface, present: readonly string[], migrations: readonly Migration[]): readonly string[] {
  const has = new Set(present);
  const dropped = migrations
    .filter(({ file, sql }) => !previous.migrations.includes(file) && kindOf(sql) === "contract")
    .flatMap(({ sql }) => contractOf(sql).drops);
  const isDropped = (use: string) => dropped.some((what) => use.includes(` ${what} `) || use.endsWith(` ${what}`));
  return previous.uses.filter((use) => !has.has(use) && !isDropped(use));
}
