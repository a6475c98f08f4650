const OF = "staff";

/** SQL that removes a control of alerts; see `MissingControl`. */
export const ALERT_CONTROLS: readonly (readonly [title: string, sql: string, attacked: typeof OF])[] = [
  [
    "staff may act on an alert that a colleague has just changed",
    "create or replace function take_alert(a uuid, seen int) returns alerts language sql set search_path = pg_catalog, public as $$ select * from alerts where id = a $$",
    OF,
  ],
  [
    "staff may resolve a quarantine's alert",
    "create or replace function alert_ends_by_itself(alert_kind text) returns boolean language sql stable set search_path = pg_catalog, public as $$ select false $$",
    OF,
  ],
];
