-- Saved queries can be changed, and the history of queries says how many rows a query had.
-- kind: expand

-- Counts the changes of a saved query, so that nobody overwrites what a colleague has changed in the meantime.
alter table saved_queries add column revision int not null default 1;

-- The rows of the first page of the result; null if the query has none, and for queries of the release before.
alter table log_queries add column result_rows int;
