-- A value that each key of DATA_KEYS has sealed, to notice a wrong key when a process starts.
-- kind: expand

-- A known value that the current key of DATA_KEYS has sealed, for each key that ever sealed new ARNs. A process opens it when it
-- starts: the right key opens it, another key with the same ID does not.
create table data_key_canaries (
  key_id text primary key,
  sealed text not null,
  constraint data_key_canary_id check (key_id ~ '^[a-z0-9]{1,16}$'),
  constraint data_key_canary_sealed check (sealed ~ '^[A-Za-z0-9_-]{40,100}$')
);
