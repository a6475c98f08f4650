-- What staff write about a customer (tags and notes), the customer's contacts for security notices, and which emails were sent for it.
-- kind: expand

-- Words by which staff group customers. Customers never see them.
create table customer_tags (
  customer_id uuid not null,
  tag text collate "C" not null,
  added_at timestamptz not null default now(),
  constraint customer_tags_pk primary key (customer_id, tag),
  constraint customer_tag_word check (tag ~ '^[a-z0-9]([a-z0-9 ._-]{0,28}[a-z0-9])?$'),
  constraint customer_tag_of_customer foreign key (customer_id) references customers (id)
);
create index customer_tags_by_tag on customer_tags (tag, customer_id);

-- Notes by staff. Customers never see them. The author stays as a pseudonym after the person was erased.
create table customer_notes (
  customer_id uuid not null,
  id uuid not null default new_id(),
  author_id uuid not null,
  note text not null,
  created_at timestamptz not null default now(),
  constraint customer_notes_pk primary key (customer_id, id),
  constraint customer_note_text check (
    char_length(note) between 1 and 2000 and btrim(note, E' \n\t') <> '' and translate(note, E'\n\t', '') !~ '[[:cntrl:]]'
  ),
  constraint customer_note_of_customer foreign key (customer_id) references customers (id),
  constraint customer_note_author foreign key (author_id) references users (id)
);
create index customer_notes_newest on customer_notes (customer_id, created_at desc, id desc);

-- Addresses that get the security notices of a customer, in addition to its owners. An address need not belong to a member, so it gets
-- notices only after somebody confirmed it with the link that was emailed to it.
create table security_contacts (
  customer_id uuid not null,
  id uuid not null,
  email text not null,
  token_hash text not null,
  added_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  confirmed_at timestamptz,
  constraint security_contacts_pk primary key (customer_id, id),
  constraint security_contact_once unique (customer_id, email),
  constraint security_contact_token unique (token_hash),
  constraint security_contact_email check (
    email = lower(email)
      and email ~ '^[^[:space:][:cntrl:],<>"@\x3b]+@[^[:space:][:cntrl:],<>"@\x3b]+$'
      and char_length(email) <= 254
  ),
  constraint security_contact_token_hashed check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint security_contact_of_customer foreign key (customer_id) references customers (id)
);
create index security_contacts_of_email on security_contacts (email);

-- Which emails were sent for a customer: of what kind, to whom, when, and whether the mail server accepted them. One row for each email job
-- that has ended or failed, with the ID of the job, so a repeated try changes its row. The text is not stored.
create table sent_emails (
  customer_id uuid not null,
  id uuid not null,
  kind text not null,
  connection_id uuid,
  user_id uuid,
  email text,
  state text not null,
  code text,
  tries int not null,
  queued_at timestamptz not null,
  ended_at timestamptz not null,
  constraint sent_emails_pk primary key (customer_id, id),
  constraint sent_email_kind check (kind ~ '^[a-z][a-z-]{0,39}$'),
  constraint sent_email_state check (state in ('sent', 'retrying', 'failed') and (state = 'sent') = (code is null)),
  constraint sent_email_code check (code ~ '^[a-z][a-z_-]{0,39}$'),
  constraint sent_email_tries check (tries between 1 and 1000),
  constraint sent_email_of_customer foreign key (customer_id) references customers (id),
  constraint sent_email_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);
create index sent_emails_newest on sent_emails (customer_id, ended_at desc, id desc);
create index sent_emails_of_address on sent_emails (email) where email is not null;
create index sent_emails_by_end on sent_emails (ended_at);

-- What staff did about a customer and its people don't see: such events are in the chain of the partner.
create index if not exists audit_of_customer on audit_events ((attributes ->> 'customer'), at desc) where chain = 'partner' and attributes ? 'customer';

-- The timeline of a customer: its verifications, what people did about it, and its alerts, newest first.
create index if not exists runs_of_customer on verification_runs (customer_id, finished_at desc, id desc) where finished_at is not null;
create index if not exists alerts_of_customer on alerts (customer_id, raised_at desc, id desc) where customer_id is not null;
create index if not exists audit_acts on audit_events (chain, at desc, seq desc)
  where event not in (
    'run.started', 'run.closed', 'logs.opened', 'logs.tailed', 'logs.answered', 'query.started', 'query.ended', 'claim.checked'
  );

select pgboss.create_queue(q, '{
  "policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60,
  "heartbeatSeconds": 10, "deadLetter": "failed-jobs"
}')
from unnest('{mail-contact,mail-contact-confirmation}'::text[]) q;
