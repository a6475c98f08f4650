-- Connections to roles in AWS accounts, and what belongs to one.
-- kind: baseline

-- One connection to one role in one AWS account. A role belongs to one connection: if it stops accepting the connection's
-- External ID and accepts another connection's, the claim ends (`claim_ended_at`), and a new verification of its own renews it.
-- `verification_mac` is made with a key that the database does not have, so SQL access is not enough to make a verification; processes
-- check it when they read one. `offered_template_version` and `offered_log_access` are what the portal offered for the role that
-- is connected; the role itself may differ.
create table connections (
  customer_id uuid not null,
  id uuid not null default new_id(),
  name text not null,
  regions text[] not null,
  log_access text not null default 'browse',
  log_group_prefix text not null default '/',
  stack_region text,
  offered_template_version int,
  offered_log_access text,
  status text not null default 'draft',
  reason text,
  external_id_id uuid not null,
  role_arn text,
  arn_hmac text,
  account_id text,
  role_id text,
  verified_run_id uuid,
  verified_at timestamptz,
  waiting_until timestamptz,
  denied_since timestamptz,
  confirm_step smallint not null default 0,
  next_check_at timestamptz,
  lease_until timestamptz,
  lease_token uuid,
  disabled_by uuid,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  permissions_boundary_arn text not null default '',
  role_path text not null default '/sallyport/',
  allow_self_inspection boolean not null default false,
  regular_check_at timestamptz,
  reminders smallint not null default 0,
  verification_mac text,
  claim_ended_at timestamptz,
  constraint connections_customer_id_id_pk primary key (customer_id, id),
  constraint connection_name check (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
  constraint connection_regions check (
    cardinality(regions) between 1 and 10
      and array_position(regions, null) is null
      and array_to_string(regions, ',') ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}(,[a-z]{2}(-[a-z]+)+-[0-9]{1,2})*$'
  ),
  constraint connection_log_access check (log_access in ('browse', 'query', 'live-tail')),
  constraint connection_offered check (
    num_nulls(offered_template_version, offered_log_access) in (0, 2)
      and offered_template_version between 1 and 9999
      and offered_log_access in ('browse', 'query', 'live-tail')
  ),
  constraint connection_log_group_prefix check (
    log_group_prefix ~ '^[A-Za-z0-9_./#-]*$' and char_length(log_group_prefix) <= 512
  ),
  constraint connection_permissions_boundary check (char_length(permissions_boundary_arn) <= 2048),
  constraint connection_role_path check (role_path ~ '^/([A-Za-z0-9_+=,.@-]+/)*$' and char_length(role_path) <= 512),
  constraint connection_claim check (claim_ended_at is null or status not in ('connected', 'expired')),
  constraint connection_stack_region check (stack_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint connection_status check (
    status in ('draft', 'verifying', 'connected', 'expired', 'access_denied', 'quarantined', 'disabled', 'removed')
  ),
  constraint connection_reason check (
    reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,119}$' and reason !~* 'arn:' and reason !~ '[0-9]{12}'
  ),
  constraint connection_sealed_arn check (role_arn !~* 'arn:' and char_length(role_arn) <= 4096),
  constraint connection_arn_hmac check (arn_hmac ~ '^[0-9a-f]{64}$'),
  constraint connection_verification_mac check (verification_mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$'),
  constraint connection_confirm_step check (confirm_step between 0 and 9),
  constraint connection_reminders check (reminders between 0 and 9),
  constraint connection_lease check (num_nulls(lease_until, lease_token) in (0, 2)),
  constraint connection_verified check (
    status in ('draft', 'verifying', 'removed')
      or num_nulls(role_arn, arn_hmac, account_id, role_id, verified_run_id, verified_at) = 0
  ),
  constraint connections_customer_id_customers_id_fk foreign key (customer_id) references customers (id)
);
create index connections_due on connections (customer_id, next_check_at) where next_check_at is not null;
create index connections_leased on connections (lease_until) where lease_until is not null;
create index connections_newest on connections (customer_id, created_at desc, id desc);
create index connections_newest_of_all on connections (created_at desc, id desc);
create index connections_of_account on connections (account_id) where account_id is not null;
create unique index one_live_arn on connections (arn_hmac)
  where verified_at is not null and status <> 'removed' and claim_ended_at is null;
create unique index one_live_role on connections (account_id, role_id)
  where verified_at is not null and status <> 'removed' and claim_ended_at is null;

-- Every External ID that was ever created. No value is used again.
create table external_ids (
  customer_id uuid not null,
  connection_id uuid not null,
  id uuid not null default new_id(),
  value text not null,
  state text not null,
  created_at timestamptz not null default now(),
  state_at timestamptz not null default now(),
  constraint external_ids_customer_id_connection_id_id_pk primary key (customer_id, connection_id, id),
  constraint external_id_value_used_once unique (value),
  constraint external_id_format check (value ~ '^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'),
  constraint external_id_state check (state in ('pending', 'current', 'retiring', 'retired')),
  -- A connection is created together with its External ID, so one side of the two keys is checked at the end of the transaction.
  constraint external_id_of_connection foreign key (customer_id, connection_id)
    references connections (customer_id, id) deferrable initially deferred
);
create unique index one_external_id_of_each_state on external_ids (customer_id, connection_id, state) where state <> 'retired';

-- Only an External ID of this connection.
alter table connections add constraint connection_external_id foreign key (customer_id, id, external_id_id)
  references external_ids (customer_id, connection_id, id);

-- The role ARN of a submission while it is being verified, sealed.
create table pending_role_arns (
  customer_id uuid not null,
  connection_id uuid not null,
  role_arn text not null,
  arn_hmac text not null,
  expires_at timestamptz not null,
  constraint pending_role_arns_customer_id_connection_id_pk primary key (customer_id, connection_id),
  constraint pending_role_arn_sealed check (role_arn !~* 'arn:' and char_length(role_arn) <= 4096),
  constraint pending_role_arn_hmac check (arn_hmac ~ '^[0-9a-f]{64}$'),
  constraint pending_role_arn_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);

-- The row here tells the trigger of `connections` that sp_owner reseals an ARN in this transaction (reseal_role_arn). No
-- runtime role may write one.
create table reseals (
  customer_id uuid not null,
  connection_id uuid not null,
  sealed text not null,
  constraint reseals_customer_id_connection_id_pk primary key (customer_id, connection_id)
);

-- An owner lets one member of staff read the logs of one connection, for 60 minutes at most.
create table support_grants (
  customer_id uuid not null,
  id uuid not null default new_id(),
  connection_id uuid not null,
  staff_user_id uuid not null,
  reason text not null,
  created_at timestamptz not null default now(),
  approved_by uuid,
  approved_at timestamptz,
  expires_at timestamptz,
  constraint support_grants_customer_id_id_pk primary key (customer_id, id),
  constraint support_grant_id unique (id),
  constraint support_grant_reason check (char_length(reason) between 1 and 500 and reason !~ '[[:cntrl:]]'),
  constraint support_grant_bounded check (expires_at <= approved_at + interval '60 min'),
  constraint support_grants_staff_user_id_users_id_fk foreign key (staff_user_id) references users (id),
  constraint support_grant_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);
