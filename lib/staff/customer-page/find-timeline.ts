import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffAuditRow } from "#db/queries/audit.ts";
import {
  customerTimeline,
  isTimelinePlace,
  type TimelinePlace,
  type TimelineRow,
  type TimelineSource,
} from "#db/queries/staff/customer-timeline.ts";
import { staffConnectionNames } from "#db/queries/staff-lists.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";
import { auditRowsOf } from "#lib/staff/audit-rows.ts";
import { whyJobFailed } from "#lib/staff/find-failed-jobs.ts";
import { shownVerdicts } from "#lib/staff/fleet-run-of.ts";
import type { AuditRow } from "#lib/staff/shared/fleet-view.ts";
import {
  TIMELINE_KINDS,
  type TimelineEntry,
  type TimelineKind,
  type TimelineSubject,
  type TimelineView,
} from "#lib/staff/shared/timeline-view.ts";

const SOURCES: Readonly<Record<TimelineKind, readonly TimelineSource[]>> = {
  all: ["verification", "act", "staff-act", "alert", "email"],
  verifications: ["verification"],
  actions: ["act", "staff-act"],
  alerts: ["alert"],
  emails: ["email"],
};

/** Entries of a page, and the most rows that are read for it: entries of many rows are few. */
const ENTRIES = 15;
const ROWS = 200;
const MINUTE = 60_000;

/** What the address of a customer's page asks of its timeline. What is not known is ignored. */
export interface TimelineQuery {
  readonly kind: TimelineKind;
  readonly before: TimelinePlace | null;
}

/** Reads the address: `timeline` is a kind, `before` a cursor of this portal. */
export function readTimelineQuery(params: Readonly<Record<string, string | readonly string[] | undefined>>): TimelineQuery {
  const kind = TIMELINE_KINDS.find((each) => each === params["timeline"]) ?? "all";
  return { kind, before: placeOf(params["before"]) };
}

const Cursor = z.tuple([z.string().max(40), z.int().min(0).max(9), z.string().max(40)]);

function placeOf(text: unknown): TimelinePlace | null {
  if (typeof text !== "string" || text.length > 300) return null;
  try {
    const [at, source, key] = Cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return isTimelinePlace({ at, source, key }) ? { at, source, key } : null;
  } catch {
    return null;
  }
}

const cursorOf = ({ at, source, key }: TimelinePlace) => Buffer.from(JSON.stringify([at, source, key])).toString("base64url");

/** A part of the timeline of a customer: verifications, what people did, alerts and emails, newest first. */
export async function findTimeline(
  tx: Transaction,
  { dataKeys }: Pick<PortalEnv, "dataKeys">,
  customerId: CustomerId,
  { kind, before }: TimelineQuery,
): Promise<TimelineView> {
  const stored = await customerTimeline(tx, customerId, { sources: SOURCES[kind], before, limit: ROWS });
  const runs = stored.flatMap(({ source, data }) => (source === "verification" ? [String(data["run"])] : []));
  const verdicts = await shownVerdicts(tx, dataKeys, customerId, runs);
  const rows = stored.map((row) => {
    const verdict = row.source === "verification" ? verdicts.get(String(row.data["run"])) : undefined;
    return verdict === undefined ? row : { ...row, data: { ...row.data, verdict } };
  });
  const { groups, used } = grouped(rows);
  const last = rows[used - 1];
  const isMore = used < rows.length || rows.length === ROWS;
  return {
    kind,
    entries: await entriesOf(tx, customerId, groups),
    earlier: last !== undefined && isMore ? cursorOf(last.place) : null,
    isNewest: before === null,
  };
}

type Group = [TimelineRow, ...TimelineRow[]];

/**
 * Puts rows that say the same within a minute into one group, the first of which is the newest. `used` is how many rows are in the groups: the
 * next part begins after them.
 */
function grouped(rows: readonly TimelineRow[]): { readonly groups: readonly Group[]; readonly used: number } {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const [used, row] of rows.entries()) {
    const key = sameness(row);
    const group = key === null ? undefined : open.get(key);
    if (group !== undefined && group[0].at.getTime() - row.at.getTime() < MINUTE) {
      group.push(row);
      continue;
    }
    if (groups.length === ENTRIES) return { groups, used };
    const begun: Group = [row];
    groups.push(begun);
    if (key !== null) open.set(key, begun);
  }
  return { groups, used: rows.length };
}

/** Rows with the same text say the same. Null: the row stays an entry of its own. */
function sameness({ source, data }: TimelineRow): string | null {
  switch (source) {
    case "verification":
      return `verification ${data["verdict"]}`;
    case "act":
    case "staff-act":
      return `${source} ${shownEvent(data)} ${data["actor"]}`;
    case "email":
      return `email ${data["kind"]} ${data["state"]} ${data["connection"]}`;
    case "alert":
      return null;
  }
}

/** The event that an entry shows. Release 0.1.0 wrote a chain that was found broken as a verification, which must not read like an intact one. */
function shownEvent(data: TimelineRow["data"]): string {
  const event = String(data["event"]);
  const { result } = data["attributes"] as Readonly<Record<string, unknown>>;
  return event === "audit.verified" && result === "broken" ? "audit.broken" : event;
}

async function entriesOf(tx: Transaction, customerId: CustomerId, groups: readonly Group[]): Promise<readonly TimelineEntry[]> {
  const names = await staffConnectionNames(tx, [customerId], [...new Set(groups.flatMap((group) => group.flatMap(connectionOf)))]);
  const acts = groups.flatMap(([first]) => (first.source === "act" || first.source === "staff-act" ? [auditRowOf(first)] : []));
  const shown = await auditRowsOf(tx, acts, customerId);
  const audit = new Map(shown.map((row) => [`${row.chain}/${row.seq}`, row]));
  return groups.map((group) => {
    const [first] = group;
    const connections = [...new Set(group.flatMap(connectionOf))];
    const [only] = connections;
    const name = only === undefined || connections.length > 1 ? undefined : names.get(only);
    return {
      id: `${first.source}/${first.place.key}`,
      at: first.at.getTime(),
      count: group.length,
      connection: only === undefined || name === undefined ? null : { id: only, name },
      connections: connections.length,
      what: subjectOf(group, audit),
    };
  });
}

function connectionOf({ source, data }: TimelineRow): readonly string[] {
  const attributes = data["attributes"];
  const id = source === "act" || source === "staff-act" ? (attributes as Record<string, unknown>)["connection"] : data["connection"];
  return typeof id === "string" ? [id] : [];
}

function auditRowOf({ at, data }: TimelineRow): StaffAuditRow {
  return {
    chain: String(data["chain"]),
    chainName: null,
    seq: Number(data["seq"]),
    at,
    event: String(data["event"]),
    actor: String(data["actor"]),
    attributes: data["attributes"] as StaffAuditRow["attributes"],
  };
}

function subjectOf(group: Group, audit: ReadonlyMap<string, AuditRow>): TimelineSubject {
  const [{ source, data }] = group;
  const text = (name: string) => (data[name] === null || data[name] === undefined ? "" : String(data[name]));
  switch (source) {
    case "verification":
      return { kind: "verification", verdict: text("verdict") as Verdict, reason: text("reason") as RunReason };
    case "act":
    case "staff-act": {
      const row = audit.get(`${text("chain")}/${text("seq")}`);
      return { kind: "action", event: shownEvent(data), actor: row?.actor ?? "", subject: group.length > 1 ? "" : (row?.subject ?? "") };
    }
    case "alert": {
      const { severity, title, happened } = alertRuleOf(text("kind"));
      return { kind: "alert", severity, sentence: `${title}. ${happened}` };
    }
    case "email": {
      const addresses = new Set(group.map((row) => (typeof row.data["email"] === "string" ? row.data["email"] : "deleted user")));
      return {
        kind: "email",
        about: text("kind"),
        state: text("state") as "sent" | "retrying" | "failed",
        why: text("code") === "" ? "" : whyJobFailed(text("code")),
        addresses: [...addresses].slice(0, 3),
        others: Math.max(0, addresses.size - 3),
      };
    }
  }
}
