import type { Action } from "#kernel/action.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import type { ActionPreview } from "#lib/staff/shared/action-view.ts";

/** Selected rows, or the address of a list of which everything that matches is meant. */
export type Target = { rows: { customerId: string; connectionId: string | null }[] } | { list: Record<string, string> };

export type DraftAction = Action<{ kind: ActionKind; target: Target; tag: string | null }, ActionPreview>;
export type StartAction = Action<{ id: string; kind: ActionKind; reason: string; category: string | null }, { id: string }>;
