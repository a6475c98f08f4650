-- The lists of people and of verifications, saved views of staff, and connections by Region.
-- kind: expand

-- The last sign-in of a person, for the list of people. A session is deleted when it ends, so it can't say that later.
alter table users add column last_sign_in_at timestamptz;
update users u
set last_sign_in_at = s.at
from (select user_id, max(created_at) as at from sessions group by user_id) s
where s.user_id = u.id;

-- Customers are listed at once after an upgrade, not when the worker has counted for the first time. Row security of the new
-- table comes after the migrations.
insert into customer_summaries (customer_id, sort_name, worst, oldest_verified_at)
select c.id, lower(c.name), case when c.suspended_at is null then coalesce(t.worst, 7) else 8 end, t.oldest
from customers c
left join (
  select k.customer_id, min(k.rank) as worst, min(k.verified_at) filter (where k.rank in (0, 1, 2, 4)) as oldest
  from (
    select customer_id, verified_at,
      array_position(
        array['quarantined', 'access_denied', 'expired', 'verifying', 'connected', 'disabled', 'draft'],
        case when status = 'connected' and verified_at <= now() - interval '24 h' then 'expired' else status end
      ) - 1 as rank
    from connections
    where status <> 'removed'
  ) k
  group by k.customer_id
) t on t.customer_id = c.id
on conflict do nothing;

create index if not exists users_by_email on users (coalesce(email, '') collate "C");
create index if not exists users_by_name on users (lower(name) collate "C");
create index if not exists users_by_sign_in on users (coalesce(last_sign_in_at, '-infinity'::timestamptz), id);
create index if not exists memberships_by_time on memberships (created_at, customer_id, user_id);
create index if not exists memberships_of_customer on memberships (customer_id, created_at, user_id);
create index if not exists invitations_by_email on invitations (email collate "C") where accepted_at is null and revoked_at is null;
create index if not exists invitations_by_time on invitations (created_at, customer_id, id) where accepted_at is null and revoked_at is null;
create index if not exists invitations_open on invitations (customer_id, id) where accepted_at is null and revoked_at is null;
create index if not exists runs_by_verdict on verification_runs (verdict, id);
create index if not exists runs_by_reason on verification_runs (reason, id) where reason <> 'schedule';
create index if not exists runs_by_requester on verification_runs (requested_by, id) where requested_by is not null;
create index if not exists connections_of_customer on connections (customer_id, status, lower(name) collate "C", id);

-- Connections of the last minute by Region and status as displayed. A connection counts in each of its Regions.
create table connection_region_counts (
  region text not null,
  status text not null,
  connections int not null,
  counted_at timestamptz not null,
  constraint connection_region_counts_pk primary key (region, status),
  constraint connection_region_counts_positive check (connections > 0)
);

-- A view of a list that a member of staff saved: a name for the filters, the order and the columns of an address. A shared one is of all
-- staff. `params` is the query of the address.
create table staff_views (
  id uuid primary key default new_id(),
  user_id uuid not null,
  list text not null,
  name text not null,
  params text not null,
  shared boolean not null,
  revision int not null default 1,
  created_at timestamptz not null default now(),
  constraint staff_view_of_person foreign key (user_id) references users (id),
  constraint staff_view_list check (list ~ '^[a-z]{1,20}$'),
  constraint staff_view_name check (char_length(name) between 1 and 40 and name !~ '[[:cntrl:]]'),
  constraint staff_view_params check (char_length(params) <= 2000 and params ~ '^[A-Za-z0-9%+&=,.:_*~-]*$')
);
create unique index staff_view_named_once on staff_views (list, lower(name)) where shared;
create unique index staff_own_view_named_once on staff_views (user_id, list, lower(name)) where not shared;
