"use client";

import Button from "@cloudscape-design/components/button";
import { countText } from "#components/ui/count-text.ts";
import type { RunnableAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { Acknowledged, ListAlert } from "#lib/staff/shared/alert-view.ts";
import type { Seen } from "./alert-acts.tsx";

interface ManyAlerts {
  readonly alerts: Seen[];
}

export type AcknowledgeAlerts = Action<ManyAlerts, Acknowledged>;

/** Acknowledges the selected alerts together, for example those of one cause. */
export function AcknowledgeSelected(props: { readonly alerts: readonly ListAlert[]; readonly action: RunnableAction<ManyAlerts> }) {
  const { alerts, action } = props;
  return (
    <Button
      loading={action.pending}
      {...(alerts.length === 0 && { disabled: true, disabledReason: "Select alerts first." })}
      onClick={() => void action.run({ alerts: alerts.map(({ id, version }) => ({ alertId: id, version })) })}
    >
      Acknowledge selected
    </Button>
  );
}

/** What was done, and with how many alerts nothing was. */
export function acknowledgedText({ acknowledged, changed }: Acknowledged): string {
  const done = `${countText(acknowledged, "alert")} acknowledged.`;
  if (changed === 0) return done;
  return `${done} ${changed} changed in the meantime, so nothing was done with ${changed === 1 ? "it" : "them"}.`;
}
