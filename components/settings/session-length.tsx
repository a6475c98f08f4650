"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { SESSION_HOURS, type SettingsView } from "#lib/customers/shared/customer-view.ts";

export type ChooseSessionHours = Action<{ hours: (typeof SESSION_HOURS)[number] }, null>;

interface SessionLengthProps {
  readonly settings: SettingsView;
  readonly choose: ChooseSessionHours;
  notify(sentence: string): void;
}

const lengthText = (hours: number): string => (hours === 1 ? "1 hour" : `${hours} hours`);

/** How long sessions of the company's people last. Owners can change it. */
export function SessionLength({ settings: { sessionHours, customerName, mayAct }, choose, notify }: SessionLengthProps) {
  const [chosen, setChosen] = useState<(typeof SESSION_HOURS)[number] | null>(null);
  const close = () => setChosen(null);
  const action = useAction(choose, (_, { hours }) => {
    close();
    notify(`Sessions now last at most ${lengthText(hours)}.`);
  });
  const now = SESSION_HOURS.find((hours) => hours === sessionHours) ?? 8;
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          description={`Everyone at ${customerName} must sign in again after this time. A session that is not used ends earlier.`}
          actions={mayAct && <Button onClick={() => setChosen(now)}>Change session length</Button>}
        >
          Session length
        </PageHead>
      }
    >
      {lengthText(sessionHours)}
      {chosen !== null && (
        <ActionDialog
          title="Change session length"
          submitLabel="Change session length"
          action={action}
          onClose={close}
          onSubmit={() => void action.run({ hours: chosen })}
        >
          <SpaceBetween size="s">
            <RadioGroup
              ariaLabel="Session length"
              value={String(chosen)}
              items={SESSION_HOURS.map((hours) => ({ value: String(hours), label: lengthText(hours) }))}
              onChange={({ detail }) => setChosen(SESSION_HOURS.find((hours) => String(hours) === detail.value) ?? chosen)}
            />
            <span>This also applies to existing sessions. Sessions that are already longer end immediately. This can include yours.</span>
          </SpaceBetween>
        </ActionDialog>
      )}
    </Container>
  );
}
