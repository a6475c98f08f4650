"use client";

import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import type { ActionKind } from "#kernel/staff-action.ts";
import { ACTIONS } from "#lib/staff/shared/action-view.ts";
import type { DraftAction, StartAction } from "./action-calls.ts";

const PreviewDialog = lazy(() => import("./preview-dialog.tsx").then((found) => ({ default: found.PreviewDialog })));

/** Starts an action for one connection or customer, with the same preview and reason as for many. */
export function ActionButton(props: {
  readonly kind: ActionKind;
  readonly of: { readonly customerId: string; readonly connectionId: string | null };
  readonly disabled: { readonly disabled?: boolean; readonly disabledReason?: string };
  readonly draft: DraftAction;
  readonly start: StartAction;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...props.disabled} onClick={() => setOpen(true)}>
        {ACTIONS[props.kind].menu}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <PreviewDialog
            kind={props.kind}
            target={{ rows: [{ ...props.of }] }}
            draft={props.draft}
            start={props.start}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
