-- Customers, the people who sign in, and how they sign in.
-- kind: baseline

-- A customer of the partner: the tenant.
create table customers (
  id uuid primary key default new_id(),
  name text not null,
  created_at timestamptz not null default now(),
  suspended_at timestamptz,
  constraint customer_name check (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]')
);

-- A person. An erased person keeps the row as a pseudonym.
create table users (
  id uuid primary key default new_id(),
  name text,
  email text,
  email_verified timestamptz,
  image text,
  constraint users_email_unique unique (email),
  constraint user_email_lower check (email = lower(email))
);

-- The identity of a person at a provider.
create table accounts (
  user_id uuid not null,
  type text not null,
  provider text not null,
  provider_account_id text not null,
  constraint accounts_provider_provider_account_id_pk primary key (provider, provider_account_id),
  constraint accounts_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade
);

-- Who belongs to a customer.
create table memberships (
  customer_id uuid not null,
  user_id uuid not null,
  role text not null,
  created_at timestamptz not null default now(),
  constraint memberships_customer_id_user_id_pk primary key (customer_id, user_id),
  constraint membership_role check (role in ('owner', 'member')),
  constraint memberships_customer_id_customers_id_fk foreign key (customer_id) references customers (id),
  constraint memberships_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade
);

-- `expires` is the earlier of two times: when the session was unused for too long, and eight hours after it began. So
-- everything that selects live sessions checks both. `provider` is how the session began; without one it is nobody's staff
-- session. If the person leaves the chosen customer, the choice is removed.
create table sessions (
  session_token text primary key,
  user_id uuid not null,
  expires timestamptz not null,
  customer_id uuid,
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now(),
  browser text,
  provider text,
  constraint session_bounded check (expires <= created_at + interval '8 hours'),
  constraint session_token_hashed check (session_token ~ '^[0-9a-f]{64}$'),
  constraint session_provider check (provider in ('oidc', 'staff-oidc', 'email')),
  constraint session_browser check (browser ~ '^[A-Za-z ]{1,40}$'),
  constraint sessions_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade,
  constraint session_customer foreign key (customer_id, user_id)
    references memberships (customer_id, user_id) on delete set null (customer_id)
);
create index sessions_of_user on sessions (user_id);

-- Links by email. A link remembers the browser in which it was requested, by the hash of a cookie, and where its person goes
-- afterwards.
create table verification_tokens (
  identifier text not null,
  token text not null,
  expires timestamptz not null,
  id uuid not null,
  browser text not null,
  return_path text not null,
  used_at timestamptz,
  constraint verification_tokens_identifier_token_pk primary key (identifier, token),
  constraint verification_token_id unique (id),
  constraint verification_token_address check (identifier = lower(identifier) and char_length(identifier) <= 254),
  constraint verification_token_hashed check (token ~ '^[0-9a-f]{64}$'),
  constraint verification_token_browser check (browser ~ '^[0-9a-f]{64}$'),
  constraint verification_token_path check (return_path ~ '^/' and return_path !~ '^//' and char_length(return_path) <= 2000)
);
create index verification_tokens_by_end on verification_tokens (expires);

-- Invitations to a customer. `invited_by` and `invited_as` are set if it was emailed, for the budget of the sender.
create table invitations (
  id uuid primary key default new_id(),
  customer_id uuid not null,
  email text not null,
  role text not null,
  token_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  revoked_at timestamptz,
  invited_by uuid,
  invited_as text,
  constraint invitations_token_hash_unique unique (token_hash),
  constraint invitation_sender check (
    coalesce(invited_as in ('owner', 'staff'), true) and (invited_by is null) = (invited_as is null)
  ),
  constraint invitation_email check (
    email = lower(email)
      and email ~ '^[^[:space:][:cntrl:],<>"@\x3b]+@[^[:space:][:cntrl:],<>"@\x3b]+$'
      and char_length(email) <= 254
  ),
  constraint invitation_role check (role in ('owner', 'member')),
  constraint invitation_token_hashed check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint invitations_customer_id_customers_id_fk foreign key (customer_id) references customers (id)
);
create index invitations_of_customer on invitations (customer_id, created_at);
create index invitations_of_email on invitations (email);
create index invitations_of_sender on invitations (invited_by, created_at);

-- The partner's staff: an identity of an issuer, and a role.
create table staff (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  role text not null,
  constraint staff_issuer_subject_pk primary key (issuer, subject),
  constraint staff_user_id_unique unique (user_id),
  constraint staff_role check (role in ('support', 'operator', 'admin')),
  constraint staff_user_id_users_id_fk foreign key (user_id) references users (id)
);

-- Invitations to staff.
create table staff_invitations (
  id uuid primary key default new_id(),
  email text not null,
  role text not null,
  token_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  revoked_at timestamptz,
  invited_by uuid,
  constraint staff_invitations_token_hash_unique unique (token_hash),
  constraint staff_invitation_email check (
    email = lower(email)
      and email ~ '^[^[:space:][:cntrl:],<>"@\x3b]+@[^[:space:][:cntrl:],<>"@\x3b]+$'
      and char_length(email) <= 254
  ),
  constraint staff_invitation_role check (role in ('support', 'operator', 'admin')),
  constraint staff_invitation_token_hashed check (token_hash ~ '^[0-9a-f]{64}$')
);
create index staff_invitations_of_email on staff_invitations (email);
create index staff_invitations_of_sender on staff_invitations (invited_by, created_at);

-- What a network, a person or a customer has used of a limit. Unlogged: a crash that empties it costs nothing, and each use is
-- a write.
create unlogged table rate_limits (
  key varchar(255) primary key,
  points int not null default 0,
  expire bigint
);
