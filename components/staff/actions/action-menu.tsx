"use client";

import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import { lazy, Suspense, useState } from "react";
import { whyDisabled } from "#components/staff/customer/why-disabled.ts";
import { totalText } from "#components/staff/lists/list-pager.tsx";
import { countText } from "#components/ui/count-text.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { ActionKind } from "#kernel/staff-action.ts";
import { type ListSpec, listParams } from "#lib/lists/shared/list-query.ts";
import { ACTIONS, MOST_SELECTED } from "#lib/staff/shared/action-view.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import type { DraftAction, StartAction, Target } from "./action-calls.ts";

const PreviewDialog = lazy(() => import("./preview-dialog.tsx").then((found) => ({ default: found.PreviewDialog })));

/**
 * The actions that staff can start from a list: for the selected rows or, without a selection, for everything that the filters match.
 * Each opens a preview. An action that the person may not start stays visible with the reason.
 */
export function ActionMenu(props: {
  readonly kinds: readonly ActionKind[];
  readonly role: StaffRole;
  readonly noun: { readonly one: string; readonly many: string };
  readonly selected: readonly { readonly customerId: string; readonly connectionId: string | null }[];
  readonly spec: ListSpec;
  readonly view: Pick<ListView<unknown>, "query" | "total" | "isMore" | "rows">;
  readonly draft: DraftAction;
  readonly start: StartAction;
}) {
  const { role, noun, selected, view } = props;
  const [open, setOpen] = useState<{ readonly kind: ActionKind; readonly target: Target } | null>(null);
  const isSelection = selected.length > 0;
  const disabledReason = disabledBecause(role, selected.length, view.rows.length, noun.many);
  const target = (): Target =>
    isSelection
      ? { rows: selected.map(({ customerId, connectionId }) => ({ customerId, connectionId })) }
      : { list: Object.fromEntries(listParams(props.spec, { ...view.query, place: null })) };
  const matching =
    view.total === null ? `All ${noun.many} that match` : `All ${totalText(view.total, view.isMore)} ${noun.many} that match`;
  const group: ButtonDropdownProps.ItemOrGroup = {
    text: isSelection ? `${countText(selected.length, noun.one, noun.many)} selected` : matching,
    items: props.kinds.map((kind) => ({
      id: kind,
      text: ACTIONS[kind].menu,
      ...(disabledReason !== null && { disabled: true, disabledReason }),
    })),
  };
  return (
    <>
      <ButtonDropdown items={[group]} onItemClick={({ detail }) => setOpen({ kind: detail.id as ActionKind, target: target() })}>
        {isSelection ? `Actions (${selected.length})` : "Actions"}
      </ButtonDropdown>
      {open === null ? null : (
        <Suspense fallback={null}>
          <PreviewDialog kind={open.kind} target={open.target} draft={props.draft} start={props.start} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

function disabledBecause(role: StaffRole, selected: number, rows: number, many: string): string | null {
  const denied = whyDisabled(role);
  if (denied !== null) return denied;
  if (selected > MOST_SELECTED) return `Select at most ${MOST_SELECTED} ${many}, or use a filter instead.`;
  return selected === 0 && rows === 0 ? `No ${many} match.` : null;
}
