-- The leases of workers in a table of their own, so that a claim changes no indexed column of a connection.
-- kind: expand

-- The connections that workers have claimed, of which the lists of staff need a dozen indexes: with an index on the lease itself, each claim
-- would add an entry to all of them. It counts what a customer has in progress. Whether a connection is claimed is in the connection.
create table connection_leases (
  customer_id uuid not null,
  connection_id uuid not null,
  lease_token uuid not null,
  lease_until timestamptz not null,
  constraint connection_leases_pk primary key (customer_id, connection_id)
);
drop index if exists connections_leased;
-- Free space for the new version of a row beside the old one: only then an update touches no index.
alter table connections set (fillfactor = 85);
