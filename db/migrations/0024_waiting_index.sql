-- An index of the times since when connections have been waiting for someone, so that staff can list the longest first.
-- kind: expand

-- A working connection begins to wait when its verification will expire, and what waits for nobody stands at the end. The time zone
-- makes the sum one that an index may hold, and does not change it.
create index if not exists connections_by_wait on connections (
  (coalesce(
    case status
      when 'quarantined' then quarantined_at
      when 'access_denied' then coalesce(denied_since, verified_at)
      when 'draft' then created_at
      when 'verifying' then null
      when 'disabled' then null
      else (verified_at at time zone 'UTC' + interval '24 h') at time zone 'UTC'
    end,
    timestamptz '9999-12-31 00:00:00+00'
  )),
  id
);
