-- Audit events of verifications with another result than secure, for the filter of the audit log: one of hundreds.
-- kind: expand

create index if not exists audit_of_verdict on audit_events ((attributes ->> 'verdict'), at desc)
  where attributes ->> 'verdict' <> 'secure';
