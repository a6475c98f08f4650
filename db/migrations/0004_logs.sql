-- What people save while they read logs, and the limits of calls to CloudWatch Logs.
-- kind: baseline

-- Searches that people of a customer share. One stays when its author leaves.
create table saved_searches (
  customer_id uuid not null,
  id uuid not null default new_id(),
  connection_id uuid not null,
  user_id uuid,
  name text not null,
  search jsonb not null,
  created_at timestamptz not null default now(),
  constraint saved_searches_customer_id_id_pk primary key (customer_id, id),
  constraint saved_search_named_once unique (customer_id, connection_id, name),
  constraint saved_search_name check (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
  constraint saved_search_small check (jsonb_typeof(search) = 'object' and octet_length(search::text) <= 8192),
  constraint saved_search_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id),
  constraint saved_search_of_member foreign key (customer_id, user_id)
    references memberships (customer_id, user_id) on delete set null (user_id)
);

-- Log groups that a person marked.
create table favorite_log_groups (
  customer_id uuid not null,
  user_id uuid not null,
  connection_id uuid not null,
  region text not null,
  log_group text not null,
  constraint favorite_log_groups_pk primary key (customer_id, user_id, connection_id, region, log_group),
  constraint favorite_log_group_region check (region ~ '^[a-z0-9-]{1,32}$'),
  constraint favorite_log_group_name check (log_group ~ '^[A-Za-z0-9_./#-]+$' and char_length(log_group) <= 512),
  constraint favorite_log_group_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id),
  constraint favorite_log_group_of_member foreign key (customer_id, user_id)
    references memberships (customer_id, user_id) on delete cascade
);

-- Calls to CloudWatch Logs by AWS account, Region and operation. Unlogged like the other counters of seconds.
create unlogged table log_quotas (
  account_id text not null,
  region text not null,
  operation text not null,
  paid_until timestamptz not null,
  second timestamptz not null,
  in_second int not null,
  in_second_before int not null,
  served_customer uuid,
  waiting_customer uuid,
  waits_until timestamptz,
  constraint log_quotas_account_id_region_operation_pk primary key (account_id, region, operation),
  constraint log_quota_account check (account_id ~ '^[0-9]{12}$'),
  constraint log_quota_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint log_quota_operation check (operation ~ '^[A-Za-z]{1,40}$')
);
