import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { staffPerson } from "#db/queries/staff/staff-audit.ts";
import { staffConnectionsOwned } from "#db/queries/staff/staff-connections.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import {
  type ListedRun,
  type RunFilter,
  type RunMatch,
  runOrder,
  staffRequesters,
  staffRunPage,
} from "#db/queries/staff/staff-list-runs.ts";
import { MOST_FOUND, staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { INCONCLUSIVE_CAUSES } from "#kernel/verification/inconclusive-causes.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import { fleetRunOf } from "#lib/staff/fleet-run-of.ts";
import { type FacetView, type ListView, WEAKNESS_LABELS } from "#lib/staff/shared/list-view.ts";
import { type FleetListRun, RUN_KIND_LABELS, RUN_TIMES, RUN_VERDICT_LABELS } from "#lib/staff/shared/people-view.ts";
import { firstNotice } from "./cut-notice.ts";

type Keys = Pick<PortalEnv, "dataKeys">;

/** One page of the verifications of all connections, the newest first unless asked otherwise. Not counted: there are millions. @throws refusal `staff` */
export function listRuns(actor: StaffActor, keys: Keys, query: ListQuery): Promise<ListView<FleetListRun>> {
  return inTransaction(
    actor,
    async (tx) => {
      const { filter, notice, connectionNames } = await runFilterOf(tx, actor, query);
      const order = runOrderOf(query);
      const start = startOf(query, order);
      const page = await staffRunPage(tx, filter, order, start.start, PAGE_SIZE);
      const customers = await staffCustomersById(tx, filter.customerIds);
      return {
        query,
        rows: await fleetRunsOf(tx, keys, page.rows),
        ...around(page, start),
        total: null,
        isMore: false,
        all: 0,
        facets: facets(),
        countedAt: null,
        names: { customer: Object.fromEntries(customers.map(({ id, name }) => [id, name])), connection: connectionNames },
        notice,
      };
    },
    { readOnly: true },
  );
}

/** The newest run comes first; `descending` turns the default order round. */
export const runOrderOf = ({ descending }: ListQuery) => runOrder(!descending);

const HOURS: Readonly<Record<keyof typeof RUN_TIMES, number>> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The filter of the database for a query. A connection that does not exist matches no run. */
export async function runFilterOf(tx: Transaction, actor: StaffActor, { search, filters }: ListQuery) {
  const values = (name: string) => filters[name] ?? [];
  const widest = (values("time") as (keyof typeof RUN_TIMES)[]).map((time) => HOURS[time]);
  const connections = await staffConnectionsOwned(tx, values("connection"));
  const { match, notice } = search === "" ? { match: null, notice: null } : await matchOf(tx, actor, search, values("customer"));
  const filter: RunFilter = {
    verdicts: values("verdict") as (Verdict | "open")[],
    reasons: values("reason") as RunReason[],
    customerIds: values("customer"),
    connections: values("connection").length > 0 && connections.length === 0 ? [NO_CONNECTION] : connections,
    hours: widest.length === 0 ? null : Math.max(...widest),
    match,
  };
  return { filter, notice, connectionNames: Object.fromEntries(connections.map(({ id, name }) => [id, name])) };
}

const NONE = "00000000-0000-0000-0000-000000000000";
const NO_CONNECTION = { customerId: NONE, id: NONE };
const NO_MATCH: RunMatch = { id: NONE, requester: null, customerIds: [], connections: [] };

/** The text of a search is the address of the person who requested a run, an ID, or the beginning of a word in the name of a connection or customer. */
async function matchOf(
  tx: Transaction,
  actor: StaffActor,
  search: string,
  customers: readonly string[],
): Promise<{ readonly match: RunMatch; readonly notice: string | null }> {
  if (search.includes("@")) {
    const requester = await staffPerson(tx, actor, search);
    return { match: requester === null ? NO_MATCH : { ...NO_MATCH, id: null, requester }, notice: null };
  }
  const found = await staffSearch(tx, actor, search, customers);
  const id = search.toLowerCase();
  // A run and a request are one verification, not all those of their connection.
  const isOfRun = UUID.test(id) && !found.customerIds.includes(id) && !found.connectionIds.includes(id);
  if (isOfRun) return { match: { ...NO_MATCH, id }, notice: null };
  const connections = await staffConnectionsOwned(tx, found.connectionIds.slice(0, MOST_FOUND));
  const match = { id: null, requester: null, customerIds: found.customerIds, connections };
  const isNothing = connections.length === 0 && found.customerIds.length === 0;
  const isCut = found.areConnectionsCut || found.wide !== null || found.connectionIds.length > MOST_FOUND;
  const cut = [...(found.areCustomersCut ? ["customer" as const] : []), ...(isCut ? ["connection" as const] : [])];
  return { match: isNothing ? NO_MATCH : match, notice: firstNotice(search, "verifications", cut, found) };
}

/** Runs as displayed, with the names of the people who requested them. A run that the portal did not write is inconclusive. */
export async function fleetRunsOf(tx: Transaction, { dataKeys }: Keys, rows: readonly ListedRun[]): Promise<readonly FleetListRun[]> {
  const staff = await staffRequesters(
    tx,
    rows.filter(({ reason }) => reason === "staff"),
  );
  const requesterOf = ({ id, requestedBy }: ListedRun) => requestedBy ?? staff.get(id) ?? null;
  const people = await peopleNamed(tx, [...new Set(rows.flatMap((row) => requesterOf(row) ?? []))]);
  return rows.map((row) => {
    const requester = requesterOf(row);
    const { verdict } = fleetRunOf(dataKeys, CustomerId.parse(row.customerId), row);
    return {
      id: row.id,
      customerId: row.customerId,
      customerName: row.customerName,
      connectionId: row.connectionId,
      connectionName: row.connectionName,
      verdict,
      cause: verdict === row.verdict ? causeOf(verdict, row.outcomeReason) : INCONCLUSIVE_CAUSES["verification-not-authentic"],
      reason: row.reason,
      requestedBy: requester === null ? null : (people.get(requester) ?? "deleted user"),
      startedAt: row.startedAt.getTime(),
      finishedAt: row.finishedAt?.getTime() ?? null,
    };
  });
}

/** Why a run has its verdict, in the words of the other lists; empty if the verdict says it all. */
function causeOf(verdict: Verdict | null, reason: string | null): string {
  const known = (words: Readonly<Record<string, string>>, other: string) => {
    const text = reason !== null && Object.hasOwn(words, reason) ? (words[reason] ?? other) : other;
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  switch (verdict) {
    case null:
      return "";
    case "secure":
      return /^cannot-read-logs: (logs:[A-Za-z]+)/.exec(reason ?? "")?.[1]?.replace(/^/, "Missing permission: ") ?? "";
    case "not-secure":
      return known(WEAKNESS_LABELS, "");
    case "access-denied":
      return "AWS denied the call with the correct External ID";
    case "inconclusive":
      return known({ ...INCONCLUSIVE_CAUSES, ...CONNECTED_NOTHING }, "");
    case "lost":
      return "The process ended before the verification did";
  }
}

/** Secure runs that connected nothing. */
const CONNECTED_NOTHING = {
  "connected-elsewhere": "another connection has the role",
  "role-accepts-both": "the role also accepts the External ID of another connection",
  "stopped-meanwhile": "the connection was stopped in the meantime",
} as const;

function facets(): readonly FacetView[] {
  const options = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label, count: null }));
  return [
    { id: "verdict", label: "Result", options: options(RUN_VERDICT_LABELS) },
    { id: "reason", label: "Kind", options: options(RUN_KIND_LABELS) },
    { id: "time", label: "Time", options: options(RUN_TIMES) },
  ];
}
