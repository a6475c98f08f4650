import { staffRunPage } from "#db/queries/staff/staff-list-runs.ts";
import type { PersonSort } from "#db/queries/staff/staff-people.ts";
import { personSources, staffPersonPage } from "#db/queries/staff/staff-people.ts";
import {
  MEMBER_ROLE_LABELS,
  PERSON_LIST,
  PERSON_STATUS_LABELS,
  RUN_KIND_LABELS,
  RUN_LIST,
  RUN_VERDICT_LABELS,
} from "#lib/staff/shared/people-view.ts";
import { type Exported, ROWS_AT_ONCE, exportedTime as time } from "./exported-rows.ts";
import { fleetPersonOf, personFilterOf, personOrderOf } from "./list-people.ts";
import { fleetRunsOf, runFilterOf, runOrderOf } from "./list-runs.ts";

export const EXPORTED_PEOPLE: Exported = {
  spec: PERSON_LIST,
  sort: "joined",
  columns: ["email", "name", "status", "role", "customer", "customerId", "since", "lastSignInAt", "expiresAt"],
  async prepare(tx, actor, query) {
    const { filter, notice } = await personFilterOf(tx, actor, query);
    const sources = personSources(filter, query.sort as PersonSort);
    return {
      remark: notice,
      order: personOrderOf(query),
      async read(inner, order, start) {
        const page = await staffPersonPage(inner, sources, order, start, ROWS_AT_ONCE);
        return {
          next: page.next,
          rows: page.rows.map(fleetPersonOf).map((row) => ({
            email: row.email,
            name: row.name ?? "",
            status: PERSON_STATUS_LABELS[row.status],
            role: MEMBER_ROLE_LABELS[row.role],
            customer: row.customerName,
            customerId: row.customerId,
            since: time(row.since),
            lastSignInAt: time(row.signedInAt),
            expiresAt: time(row.expiresAt),
          })),
        };
      },
    };
  },
};

export const EXPORTED_RUNS: Exported = {
  spec: RUN_LIST,
  sort: "time",
  columns: [
    "startedAt",
    "finishedAt",
    "verdict",
    "cause",
    "kind",
    "requestedBy",
    "customer",
    "customerId",
    "connection",
    "connectionId",
    "run",
  ],
  async prepare(tx, actor, query, keys) {
    const { filter, notice } = await runFilterOf(tx, actor, query);
    return {
      remark: notice,
      order: runOrderOf(query),
      async read(inner, order, start) {
        const page = await staffRunPage(inner, filter, order, start, ROWS_AT_ONCE);
        const rows = await fleetRunsOf(inner, keys, page.rows);
        return {
          next: page.next,
          rows: rows.map((row) => ({
            startedAt: time(row.startedAt),
            finishedAt: time(row.finishedAt),
            verdict: RUN_VERDICT_LABELS[row.verdict ?? "open"],
            cause: row.cause,
            kind: RUN_KIND_LABELS[row.reason],
            requestedBy: row.requestedBy ?? "",
            customer: row.customerName,
            customerId: row.customerId,
            connection: row.connectionName,
            connectionId: row.connectionId,
            run: row.id,
          })),
        };
      },
    };
  },
};
