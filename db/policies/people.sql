-- Who may see and change the rows about people. `staff` is used only by functions, and so is `invitations`, except that staff list the
-- people of all customers. sp_signin may read and write the tables of sign-in, which have no customer.

-- customers
alter table customers enable row level security;
alter table customers force row level security;
create policy owner on customers to sp_owner using (true) with check (true);
create policy staff_and_worker on customers to sp_staff, sp_worker using (true) with check (true);
create policy tenant on customers to sp_app using (id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on customers to sp_app, sp_staff, sp_worker;

-- users
grant select, insert, update on users to sp_signin;
grant select (id, name, email, last_sign_in_at) on users to sp_staff;

-- accounts
grant select, insert, update on accounts to sp_signin;

-- memberships
alter table memberships enable row level security;
alter table memberships force row level security;
create policy owner on memberships to sp_owner using (true) with check (true);
create policy staff_and_worker on memberships to sp_staff, sp_worker using (true) with check (true);
create policy tenant on memberships to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on memberships to sp_app, sp_staff;

-- email_opt_outs
alter table email_opt_outs enable row level security;
alter table email_opt_outs force row level security;
create policy owner on email_opt_outs to sp_owner using (true) with check (true);
create policy tenant on email_opt_outs to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on email_opt_outs to sp_app;

-- sessions
grant delete on sessions to sp_signin;
grant select (session_token, user_id, expires, provider) on sessions to sp_signin;
grant insert (session_token, user_id, expires, provider) on sessions to sp_signin;
grant update (expires) on sessions to sp_signin;

-- verification_tokens: no runtime role may use it

-- invitations
alter table invitations enable row level security;
alter table invitations force row level security;
create policy owner on invitations to sp_owner using (true) with check (true);
create policy staff on invitations for select to sp_staff using (true);
grant select (id, customer_id, email, role, created_at, expires_at, accepted_at, revoked_at) on invitations to sp_staff;

-- staff
alter table staff enable row level security;
alter table staff force row level security;
create policy owner on staff to sp_owner using (true) with check (true);

-- staff_invitations
alter table staff_invitations enable row level security;
alter table staff_invitations force row level security;
create policy owner on staff_invitations to sp_owner using (true) with check (true);

-- staff_views: each person sees their own, and all staff the shared ones; functions write them
alter table staff_views enable row level security;
alter table staff_views force row level security;
create policy owner on staff_views to sp_owner using (true) with check (true);
create policy staff on staff_views for select to sp_staff
  using (shared or user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
grant select on staff_views to sp_staff;

-- rate_limits
grant select, insert, update, delete on rate_limits to sp_signin;
