-- Postgres looks into pg_temp before every schema of a search path that does not name it, for relations and types. A function
-- that runs as sp_owner then reads, or writes to, a temporary object of whoever calls it, and runs that one's triggers and
-- checks as sp_owner. With pg_temp at the end a temporary object never hides one of ours or of the catalog.
-- Triggers, checks and functions that run as their caller too: they are called from functions that run as sp_owner.
do $$ declare f regprocedure; begin
  for f in select oid from pg_proc where pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and prokind in ('f', 'w') loop
    execute format('alter function %s set search_path = pg_catalog, public, pg_temp', f);
  end loop;
end $$;
