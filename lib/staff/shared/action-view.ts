import { type ActionItemState, type ActionKind, ITEM_GROUPS } from "#kernel/staff-action.ts";
import { type ConnectionStatus, STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ListSpec } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "./list-view.ts";
import { ROTATION_REASONS, SUSPENSION_REASONS } from "./staff-requests.ts";

/** The words of a kind of action. `verb` and `object` are used with a count, as in "Verify 12 connections". */
interface ActionWords {
  readonly of: "connections" | "customers";
  readonly menu: string;
  readonly verb: string;
  readonly object: { readonly one: string; readonly many: string };
  /** The closed list of reasons that the audit log stores, where the act needs one. */
  readonly categories?: readonly { readonly id: string; readonly label: string }[];
  /** Whether the customer's people can read the reason. */
  readonly isSeen: boolean;
}

const CONNECTION = { one: "connection", many: "connections" };
const CUSTOMER = { one: "customer", many: "customers" };

export const ACTIONS: Readonly<Record<ActionKind, ActionWords>> = {
  verify: { of: "connections", menu: "Verify", verb: "Verify", object: CONNECTION, isSeen: true },
  rotate: {
    of: "connections",
    menu: "Rotate External IDs",
    verb: "Rotate",
    object: { one: "External ID", many: "External IDs" },
    categories: ROTATION_REASONS,
    isSeen: true,
  },
  upgrade: {
    of: "connections",
    menu: "Ask to update the role",
    verb: "Ask to update",
    object: { one: "role", many: "roles" },
    isSeen: true,
  },
  suspend: {
    of: "customers",
    menu: "Suspend",
    verb: "Suspend",
    object: CUSTOMER,
    categories: SUSPENSION_REASONS,
    isSeen: true,
  },
  resume: { of: "customers", menu: "Resume", verb: "Resume", object: CUSTOMER, isSeen: true },
  resend: {
    of: "customers",
    menu: "Resend invitations",
    verb: "Resend",
    object: { one: "invitation", many: "invitations" },
    isSeen: false,
  },
  tag: { of: "customers", menu: "Add tag", verb: "Tag", object: CUSTOMER, isSeen: false },
  untag: { of: "customers", menu: "Remove tag", verb: "Untag", object: CUSTOMER, isSeen: false },
};

/** Whether a kind of action changes the status of its items: the others have no status to show beside the result. */
export const changesStatus = (kind: ActionKind): boolean => kind === "verify" || kind === "suspend" || kind === "resume";

/** "Verify 214 connections", "Add tag “pilot” to 12 customers". */
export function actionTitle(kind: ActionKind, count: number, tag: string | null): string {
  const { verb, object } = ACTIONS[kind];
  const objects = `${count.toLocaleString("en")} ${count === 1 ? object.one : object.many}`;
  if (kind === "tag") return `Add tag “${tag}” to ${objects}`;
  return kind === "untag" ? `Remove tag “${tag}” from ${objects}` : `${verb} ${objects}`;
}

/** Why an item is left out, refused or failed, and the verdicts of verifications. */
const WORDS: Readonly<Record<string, string>> = {
  "customer-suspended": "Customer is suspended",
  "already-suspended": "Already suspended",
  "not-suspended": "Not suspended",
  "no-invitation": "No unused invitation of an owner",
  removed: "Removed",
  "no-role": "Draft, no role ARN yet",
  "no-owner": "The customer has no owner",
  disabled: "Disabled by the customer",
  "just-verified": "Verified less than 5 minutes ago",
  verifying: "First verification not finished",
  "rotation-in-progress": "Rotation in progress",
  "up-to-date": "Role is up to date",
  "asked-recently": "Asked less than 7 days ago",
  "has-tag": "Already has the tag",
  "no-tag": "Doesn’t have the tag",
  "too-many-tags": "The customer has 20 tags, which is the maximum",
  "not-allowed": "The role of the person who started the action no longer allows it",
  gone: "No longer exists",
  "invitation-budget": "Limit of invitations in 24 hours reached",
  "too-many-invitations": "Customer has 50 open invitations",
  unexpected: "Unexpected error. The worker’s output has its code",
  "job-failed": "The verification’s job failed",
  "no-run": "Nothing to verify any more: the connection changed in the meantime",
  secure: "Connected",
  "not-secure": "Not secure",
  "access-denied": "Access denied",
  inconclusive: "Inconclusive",
  lost: "Interrupted",
};

/** The text of an item's word; an unknown one of a newer version is shown as it is. */
export function itemWords(word: string): string {
  return WORDS[word] ?? word;
}

/** The text of a status of an item, of a connection or a customer. */
export function itemStatusWords(status: string): string {
  if (status === "active") return "Active";
  if (status === "suspended") return "Suspended";
  return STATUS_WORDS[status as ConnectionStatus] ?? status;
}

/** The text of the state of a started action, and of one of its items. */
export const ACTION_STATE_WORDS = { running: "In progress", finished: "Finished", stopped: "Stopped" } as const;
export const ITEM_STATE_WORDS: Readonly<Record<ActionItemState, string>> = {
  waiting: "Waiting",
  running: "In progress",
  done: "Done",
  failed: "Failed",
  refused: "Refused",
  skipped: "Skipped",
  stopped: "Stopped",
};

export const REASON_LENGTH = { min: 10, max: 500 } as const;
/** The most rows that an action has, and the most that are sent as a selection. */
export const MOST_OF_ACTION = 10_000;
export const MOST_SELECTED = 400;

/** A number of items with one property, with the word or status that they share. */
export interface ItemTally {
  readonly word: string;
  readonly count: number;
}

/** What an action will do, before it starts. */
export interface ActionPreview {
  readonly id: string;
  readonly kind: ActionKind;
  readonly touched: number;
  readonly skipped: number;
  /** The items that will be touched, by status. */
  readonly touchedBy: readonly ItemTally[];
  /** The items that will not, by reason. */
  readonly skippedBy: readonly ItemTally[];
  /** When all items can be verified that were verified too recently; null if there are none. */
  readonly allVerifiableAt: number | null;
  /** More rows match than an action can have. */
  readonly isCut: boolean;
  /** What a search left out, because it follows only the first customers or connections that it finds. */
  readonly notice: string | null;
  readonly stsCalls: number;
  /** About how long the action takes while no other is in progress, and how many others are. */
  readonly seconds: number;
  readonly others: number;
  /** Emails that are sent for certain. Fewer than `touched` invitations: the limit of the person who starts the action allows no more. */
  readonly emails: number;
}

export interface ActionListRow {
  readonly id: string;
  readonly kind: ActionKind;
  readonly title: string;
  readonly state: keyof typeof ACTION_STATE_WORDS;
  readonly by: string;
  readonly startedAt: number;
  readonly reason: string;
  readonly done: number;
  readonly touched: number;
  readonly problems: number;
}

export interface ActionItemRow {
  readonly n: number;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly state: ActionItemState;
  readonly word: string | null;
  readonly statusBefore: string;
  readonly statusAfter: string | null;
  readonly detail: string;
  readonly runId: string | null;
  readonly tookMs: number | null;
  readonly finishedAt: number | null;
}

/** An action with a page of its items. */
export interface ActionView {
  readonly id: string;
  readonly kind: ActionKind;
  readonly title: string;
  readonly state: "draft" | "running" | "stopping" | "finished" | "stopped";
  readonly by: string;
  readonly reason: string;
  readonly category: string | null;
  readonly tag: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly stoppedBy: string | null;
  readonly stoppedAt: number | null;
  readonly touched: number;
  readonly done: number;
  readonly counts: Readonly<Record<"done" | "changed" | "problems" | "waiting" | "skipped", number>>;
  /** The results of the finished items, most frequent first. */
  readonly results: readonly (ItemTally & { readonly isProblem: boolean })[];
  /** No worker has reported for a minute. */
  readonly isWorkerSilent: boolean;
  readonly list: ListView<ActionItemRow>;
}

export const ACTION_LIST: ListSpec = {
  path: "/admin/actions",
  filters: { kind: Object.keys(ACTIONS), state: Object.keys(ACTION_STATE_WORDS) },
  sorts: ["started"],
};

/** The list of the items of one action. */
export function actionItemList(id: string): ListSpec {
  return { path: `/admin/actions/${id}`, filters: { show: ITEM_GROUPS }, sorts: ["problems"] };
}
