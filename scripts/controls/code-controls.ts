import type { Control, SqlControl } from "./code-control.ts";
import { AWS_CALL_CONTROLS } from "./lists/aws-calls.ts";
import { BROWSER_CONTROLS } from "./lists/browser.ts";
import { CONNECTION_CONTROLS } from "./lists/connections.ts";
import { GUARD_CONTROLS } from "./lists/guards.ts";
import { HTTP_CONTROLS } from "./lists/http-server.ts";
import { LIMIT_CONTROLS } from "./lists/limits.ts";
import { LOG_READ_CONTROLS } from "./lists/log-reads.ts";
import { PEOPLE_CONTROLS } from "./lists/people.ts";
import { QUERY_CONTROLS } from "./lists/queries.ts";
import { ACTION_CONTROLS, STAFF_CONTROLS } from "./lists/staff.ts";
import { STREAM_CONTROLS } from "./lists/streams.ts";
import { SURROUNDING_CONTROLS } from "./lists/surroundings.ts";
import { VERDICT_CONTROLS } from "./lists/verdicts.ts";

/** Controls in SQL text that no database can lose on its own; those of the database are removed in a database. */
const SQL_CONTROLS: readonly SqlControl[] = [
  {
    title: "a temporary table of the caller hides a table of the schema",
    sql: "public, pg_temp",
    becomes: "public",
    test: "db/attack-tests/role-escalation.test.ts",
    only: "append_audit",
  },
];

/** The controls that are removed in the source, each with the smallest test file that must fail when the control is missing. */
export const CODE_CONTROLS: readonly Control[] = [
  ...GUARD_CONTROLS,
  ...BROWSER_CONTROLS,
  ...PEOPLE_CONTROLS,
  ...HTTP_CONTROLS,
  ...STAFF_CONTROLS,
  ...ACTION_CONTROLS,
  ...STREAM_CONTROLS,
  ...LIMIT_CONTROLS,
  ...AWS_CALL_CONTROLS,
  ...VERDICT_CONTROLS,
  ...LOG_READ_CONTROLS,
  ...QUERY_CONTROLS,
  ...CONNECTION_CONTROLS,
  ...SURROUNDING_CONTROLS,
  ...SQL_CONTROLS,
];
