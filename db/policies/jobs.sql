-- Only the worker uses the job queue itself. Other roles queue jobs with `enqueue_job`.

-- pgboss
revoke all on schema pgboss from sp_app, sp_staff, sp_worker, sp_signin;
revoke all on all tables in schema pgboss from sp_app, sp_staff, sp_worker, sp_signin;
revoke all on all functions in schema pgboss from public, sp_app, sp_staff, sp_worker, sp_signin;
grant usage on schema pgboss to sp_worker;
grant select, insert, update, delete on all tables in schema pgboss to sp_worker;
grant execute on all functions in schema pgboss to sp_worker;
