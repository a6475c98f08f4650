-- What each person is emailed about, and how long a company's people stay signed in.
-- kind: expand

-- A row: this person gets no emails of this kind about this customer. Security notices have no kind, so nobody can turn them off.
create table email_opt_outs (
  customer_id uuid not null,
  user_id uuid not null,
  kind text not null,
  created_at timestamptz not null default now(),
  constraint email_opt_outs_customer_id_user_id_kind_pk primary key (customer_id, user_id, kind),
  constraint email_opt_out_of_member foreign key (customer_id, user_id) references memberships (customer_id, user_id) on delete cascade,
  constraint email_opt_out_kind check (kind in ('access-denied', 'rotation', 'template'))
);

-- The longest time from a sign-in of this customer's people to the end of the session.
alter table customers add column session_hours int not null default 8
  constraint customer_session_hours check (session_hours in (1, 2, 4, 8));

select pgboss.create_queue('mail-access-denied', '{
  "policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60,
  "heartbeatSeconds": 10, "deadLetter": "failed-jobs"
}');
