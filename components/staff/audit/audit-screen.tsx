"use client";

import { FollowLink } from "#components/frame/follow-link.tsx";
import { EVENT_OPTIONS, eventWords } from "#components/staff/dashboard/event-words.ts";
import type { FindCustomers } from "#components/staff/lists/list-filter.tsx";
import { ListScreen } from "#components/staff/lists/list-screen.tsx";
import { useNow } from "#components/ui/age.tsx";
import { BreakingText } from "#components/ui/breaking-text.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { AUDIT_LIST, type AuditView, SYSTEM_ACTORS } from "#lib/staff/shared/audit-view.ts";
import type { AuditRow } from "#lib/staff/shared/fleet-view.ts";
import { RUN_VERDICT_LABELS } from "#lib/staff/shared/people-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { ChainState, type VerifyChainAction } from "./chain-state.tsx";

/** The audit events of all chains or of some: the server filters and pages them. The state of a chain comes first, since nothing below counts without it. */
export function AuditScreen(props: {
  readonly audit: AuditView;
  readonly views: ListViews;
  readonly now: number;
  readonly role: StaffRole;
  readonly findCustomers: FindCustomers;
  readonly verifyChain: VerifyChainAction;
}) {
  const { audit } = props;
  const now = useNow(30_000, props.now);
  return (
    <ListScreen
      title="Audit log"
      description="Append-only and tamper-evident: one hash chain for each customer, and one for the partner."
      spec={AUDIT_LIST}
      view={audit.list}
      views={props.views}
      label="Audit events"
      noun={{ one: "event", many: "events" }}
      filterLabel="Find events"
      placeholder="Filter, or find by start of a customer’s name, ID, or email"
      properties={[
        { key: "event", label: "Event", groupLabel: "Events", options: EVENT_OPTIONS },
        { key: "actor", label: "Actor", groupLabel: "Actors", options: [...SYSTEM_ACTOR_OPTIONS, ...audit.staff] },
        { key: "customer", label: "Customer", groupLabel: "Customers", options: [{ value: "partner", label: "Partner" }] },
        { key: "connection", label: "Connection", groupLabel: "Connections", options: [] },
        { key: "verdict", label: "Result", groupLabel: "Results", options: VERDICTS },
        { key: "time", label: "Time", groupLabel: "Times", options: TIMES },
        { key: "day", label: "Day (UTC)", groupLabel: "Days", options: lastDays(now) },
      ]}
      findCustomers={props.findCustomers}
      columns={COLUMNS}
      trackBy={({ chain, seq }) => `${chain}/${seq}`}
      defaultOrder="Newest first"
      descendingFirst
      empty="No events yet."
    >
      <ChainState chain={audit.chain} now={now} role={props.role} verify={props.verifyChain} />
    </ListScreen>
  );
}

/** The last 31 days as suggestions, which also show how any other day is written. @param now milliseconds since 1970 */
function lastDays(now: number) {
  return Array.from({ length: 31 }, (_, n) => {
    const value = new Date(now - n * 86_400_000).toISOString().slice(0, 10);
    return { value, label: n === 0 ? `${value} (today)` : value };
  });
}

const SYSTEM_ACTOR_OPTIONS = Object.entries(SYSTEM_ACTORS).map(([name, label]) => ({ value: `system:${name}`, label }));
const VERDICTS = Object.entries(RUN_VERDICT_LABELS).flatMap(([value, label]) => (value === "open" ? [] : [{ value, label }]));
const TIMES = [
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

const COLUMNS: Columns<AuditRow> = [
  { id: "at", header: "Time (UTC)", sortingField: "time", minWidth: 170, cell: ({ at }) => utcMoment(at).replace(" UTC", "") },
  { id: "event", header: "Event", minWidth: 140, isRowHeader: true, cell: ({ event }) => eventWords(event) },
  { id: "actor", header: "Actor", minWidth: 130, cell: ({ actor }) => <BreakingText>{actor}</BreakingText> },
  {
    id: "chain",
    header: "Customer",
    minWidth: 110,
    cell: ({ chain, chainName }) =>
      chain === "partner" ? chainName : <FollowLink href={`/admin/audit?customer=${chain}`}>{chainName}</FollowLink>,
  },
  { id: "connection", header: "Connection", minWidth: 110, cell: ({ connection }) => connection ?? "–" },
  {
    id: "subject",
    header: "Details",
    minWidth: 120,
    cell: ({ subject }) => (subject === "" ? "" : <BreakingText>{subject}</BreakingText>),
  },
  { id: "seq", header: "No.", minWidth: 60, cell: ({ seq }) => seq.toLocaleString("en") },
];
