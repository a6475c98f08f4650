import type pg from "pg";

/** The first minor release of each major one without CVE-2026-6460; the numbers are those of `server_version_num`. */
const MINIMUM_VERSIONS: ReadonlyMap<number, number> = new Map([
  [15, 150020],
  [16, 160016],
  [17, 170012],
  [18, 180007],
]);

/** Roles with which cloud providers let a login authenticate with a token of theirs. They grant no rights in a database. */
const PROVIDER_ROLES = ["rds_iam", "cloudsqliamuser", "cloudsqliamserviceaccount", "azure_ad_user"];

/** A right that a role has and must not have. */
export interface RoleProblem {
  readonly role: string;
  /** What the role is, has or may do: "may create temporary objects in database sallyport". */
  readonly problem: string;
  /** What to run, as SQL or as a command. */
  readonly fix: string;
}

export interface RoleReport {
  /** The login of the connection. */
  readonly login: string;
  readonly problems: readonly RoleProblem[];
  /** A sentence when the server lacks a security fix, otherwise undefined. */
  readonly outdated: string | undefined;
}

/** Everything by which a role could get rights that rights.json does not list. A superuser has all of them, so one line says so. */
const REPORT = `
with roles as (select * from pg_roles where rolname = any (coalesce($1::text[], array[current_user::text]))),
  problems as (
    select r.rolname as role, p.problem, p.fix from roles r cross join lateral (
      select 'is a superuser' as problem, format('alter role %I nosuperuser', r.rolname) as fix where r.rolsuper
      union all
      select a.problem, format('alter role %I %s', r.rolname, a.without)
        from (values (r.rolbypassrls, 'passes row security', 'nobypassrls'), (r.rolcreaterole, 'may create roles', 'nocreaterole'),
          (r.rolcreatedb, 'may create databases', 'nocreatedb'), (r.rolreplication, 'may replicate', 'noreplication')) a (has, problem, without)
       where a.has and not r.rolsuper
      union all
      select format('may create %s in database %s', case a.needed when 'TEMP' then 'temporary objects' else 'schemas' end, current_database()), 'sallyport migrate'
        from unnest(array['TEMP', 'CREATE']) a (needed) where has_database_privilege(r.oid, current_database(), a.needed) and not r.rolsuper
      union all
      select 'may create objects in schema ' || n.nspname, format('revoke create on schema %I from public, %I', n.nspname, r.rolname)
        from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'CREATE') and not r.rolsuper
      union all
      select 'is a member of ' || m.rolname, format('revoke %I from %I', m.rolname, r.rolname)
        from pg_roles m where m.oid <> r.oid and pg_has_role(r.oid, m.oid, 'MEMBER') and m.rolname <> all ($2) and not r.rolsuper
      union all
      select 'owns ' || pg_describe_object(d.classid, d.objid, d.objsubid), 'give it another owner, or drop it'
        from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
         and d.dbid in (0, (select oid from pg_database where datname = current_database()))
      union all
      select 'may switch triggers off with session_replication_role', format('revoke set on parameter session_replication_role from public, %I', r.rolname)
       where has_parameter_privilege(r.oid, 'session_replication_role', 'SET') and not r.rolsuper
    ) p
    union all
    select missing, 'does not exist', 'sallyport migrate with DATABASE_ADMIN_URL' from unnest($1::text[]) missing
     where not exists (select from pg_roles where rolname = missing)
  )
select current_user::text as login, current_setting('server_version_num')::int as version,
  coalesce((select json_agg(p order by p.role, p.problem) from problems p), '[]') as problems`;

/**
 * Rights that these roles (by default the login of `client`) must not have: TEMP, CREATE on the database or a schema, membership in
 * another role except a cloud provider's, ownership of an object, administrative attributes. One query of at most 5 seconds, which
 * every login may run, also before the first migration.
 * @throws the database error when the query fails
 */
export async function reportRights(client: pg.ClientBase, roles?: readonly string[]): Promise<RoleReport> {
  const { rows } = await client.query<{ login: string; version: number; problems: RoleProblem[] }>({
    text: REPORT,
    values: [roles ?? null, PROVIDER_ROLES],
    query_timeout: 5000,
  } as pg.QueryConfig);
  const [row] = rows;
  if (row === undefined) throw new Error("the database did not say what its roles may do");
  return { login: row.login, problems: row.problems, outdated: outdatedSentence(row.version) };
}

/** A sentence for a server that lacks a security fix, by its `server_version_num`; undefined for one that has it. */
export function outdatedSentence(version: number): string | undefined {
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
  const minimum = MINIMUM_VERSIONS.get(major);
  if (minimum === undefined) return major < 15 ? `PostgreSQL ${major} is not supported. Use PostgreSQL 15 or later.` : undefined;
  if (version >= minimum) return undefined;
  return `PostgreSQL ${major}.${minor} has a known vulnerability (CVE-2026-6460). Upgrade to ${major}.${minimum % 10_000} or later.`;
}

/** One line for a log: the role, the problem and how to correct it. */
export function problemSentence({ role, problem, fix }: RoleProblem): string {
  return `The database role ${role} ${problem}. Correct it: ${fix}.`;
}
