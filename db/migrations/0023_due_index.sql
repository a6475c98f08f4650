-- An index of the times at which connections are due, to find the few that are due without asking for each customer.
-- kind: expand

-- Of the time since a fixed date, not of the column: with old statistics, the planner would use an index of the column for each
-- customer, and one claim would take minutes.
create index if not exists connections_due_by_time on connections ((next_check_at - timestamptz '2000-01-01 00:00:00+00'))
  where next_check_at is not null;
