import type { MemberRole } from "#kernel/actor.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";
import { RUN_REASONS, VERDICTS } from "#kernel/verification/verdict.ts";
import type { ListSpec } from "#lib/lists/shared/list-query.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const PERSON_STATUS_LABELS = {
  member: "Active",
  invited: "Invited",
  "invitation-expired": "Invitation expired",
} as const;
export type PersonStatus = keyof typeof PERSON_STATUS_LABELS;

export const MEMBER_ROLE_LABELS: Readonly<Record<MemberRole, string>> = { owner: "Owner", member: "Member" };

/** The list of the people of all customers. Staff have a list of their own. */
export const PERSON_LIST: ListSpec = {
  path: "/admin/people",
  filters: { status: Object.keys(PERSON_STATUS_LABELS), role: Object.keys(MEMBER_ROLE_LABELS), customer: UUID },
  sorts: ["email", "signed-in", "joined"],
  columns: ["customer", "role", "status", "signed-in", "joined"],
};

/** A member of a customer, or an invitation that was not accepted yet. Times are milliseconds since 1970. */
export interface FleetPerson {
  readonly id: string;
  readonly status: PersonStatus;
  readonly customerId: string;
  readonly customerName: string;
  readonly customerSuspended: boolean;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
  /** When the person became a member, or was invited. */
  readonly since: number;
  readonly signedInAt: number | null;
  readonly expiresAt: number | null;
}

/** The verdicts by which runs are filtered, most urgent first. `open`: not finished yet. */
export const RUN_VERDICT_LABELS: Readonly<Record<Verdict | "open", string>> = {
  "not-secure": "Not secure",
  "access-denied": "Access denied",
  inconclusive: "Inconclusive",
  lost: "Interrupted",
  open: "In progress",
  secure: "Connected",
};

/** Why a run was started, short enough for a column. */
export const RUN_KIND_LABELS: Readonly<Record<RunReason, string>> = {
  submit: "First",
  recheck: "Manual",
  schedule: "Scheduled",
  rotation: "Rotation",
  confirm: "Follow-up",
  staff: "Requested by staff",
};

export const RUN_TIMES = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" } as const;

/** The list of the verifications of all connections. */
export const RUN_LIST: ListSpec = {
  path: "/admin/runs",
  filters: {
    verdict: [...VERDICTS, "open"],
    reason: RUN_REASONS,
    time: Object.keys(RUN_TIMES),
    customer: UUID,
    connection: UUID,
  },
  sorts: ["time"],
  columns: ["verdict", "cause", "customer", "reason", "requester", "seconds", "id"],
  hidden: ["seconds", "id"],
};

/** A verification as staff see it in the list: nothing about the role. */
export interface FleetListRun {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string;
  readonly connectionName: string;
  /** Inconclusive if the portal did not write its probes; null while it runs. */
  readonly verdict: Verdict | null;
  /** Why it has this verdict; empty if it is connected without a remark. */
  readonly cause: string;
  readonly reason: RunReason;
  /** The email address of the person who requested it; null if the portal started it by itself, or if it is not stored which member of staff did. */
  readonly requestedBy: string | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}
