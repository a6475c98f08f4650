-- What queries scanned in relation to what was expected, without the person who ran them.
-- kind: expand

-- What complete queries scanned in relation to what was expected, by log groups and day in UTC, from which estimates learn. It is about
-- log groups and has no person, so it stays when somebody deletes their history or leaves. Kept for 30 days.
create table log_scan_sums (
  customer_id uuid not null,
  connection_id uuid not null,
  region text not null,
  day date not null,
  groups_sha256 text not null,
  log_groups text[] not null,
  queries int not null,
  expected_bytes bigint not null,
  scanned_bytes bigint not null,
  lowest double precision not null,
  highest double precision not null,
  constraint log_scan_sums_pk primary key (customer_id, connection_id, region, day, groups_sha256),
  constraint log_scan_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint log_scan_sha256 check (groups_sha256 ~ '^[0-9a-f]{64}$'),
  constraint log_scan_groups check (
    cardinality(log_groups) between 1 and 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]+$'
  ),
  constraint log_scan_counts check (
    queries > 0 and expected_bytes > 0 and scanned_bytes >= 0 and lowest >= 0 and highest >= lowest
  ),
  constraint log_scan_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);
create index log_scan_sums_day on log_scan_sums (day);
