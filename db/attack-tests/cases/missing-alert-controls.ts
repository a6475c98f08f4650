const SETTINGS = "set search_path = pg_catalog, public";

/** The controls of alerts. */
export const MISSING_ALERT_CONTROLS: readonly (readonly [title: string, sql: string, attacked: "staff"])[] = [
  [
    "staff may act on an alert that a colleague has just changed",
    `create or replace function take_alert(a uuid, seen int) returns alerts language sql ${SETTINGS} as $$ select * from alerts where id = a $$`,
    "staff",
  ],
  [
    "staff may resolve a quarantine's alert",
    `create or replace function alert_ends_by_itself(alert_kind text) returns boolean language sql immutable ${SETTINGS} as $$ select false $$`,
    "staff",
  ],
];
