"use client";

import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import { type AlertDetails, LONGEST_NOTE, SNOOZE_HOURS, SNOOZE_WORDS } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";

/** An alert as the person saw it. */
export interface Seen {
  readonly alertId: string;
  readonly version: number;
}

export interface AlertActions {
  readonly acknowledge: Action<Seen, null>;
  readonly snooze: Action<Seen & { readonly hours: 0 | (typeof SNOOZE_HOURS)[number] }, null>;
  readonly resolve: Action<Seen & { readonly note: string }, null>;
}

const NOT_SUPPORT = "Only operators and admins can do this. You can acknowledge the alert.";

/**
 * What a person can do with an alert that is not resolved. A button that can't be used says why. If somebody changed the alert meanwhile,
 * nothing is done, the failure says so, and the page shows the alert as it is now; what was typed stays.
 */
export function AlertActs(props: {
  readonly alert: AlertDetails;
  readonly mayAct: boolean;
  readonly actions: AlertActions;
  notify(sentence: string): void;
}) {
  const { alert, mayAct, actions, notify } = props;
  const router = useRouter();
  const [note, setNote] = useState("");
  const showNewest = (failure: Failure) => {
    if (failure.code === "conflict" || failure.code === "not-found") router.refresh();
  };
  const seen: Seen = { alertId: alert.id, version: alert.version };
  const acknowledge = useAction(actions.acknowledge, () => notify("Alert acknowledged."), showNewest);
  const snooze = useAction(
    actions.snooze,
    (_, { hours }) => notify(hours === 0 ? "Snooze ended." : "Alert snoozed. It is listed under Snoozed."),
    showNewest,
  );
  const resolve = useAction(actions.resolve, () => notify("Alert resolved. If its rule matches again, a new alert is raised."), showNewest);
  const pending = acknowledge.pending || snooze.pending || resolve.pending;
  const isSnoozed = alert.state.kind === "snoozed";
  const noResolve = !mayAct
    ? NOT_SUPPORT
    : alert.byPerson
      ? note.trim() === ""
        ? "Enter a note first"
        : null
      : `The portal resolves this alert ${alert.ends ?? ""}.`;
  return (
    <div className={styles["acts"]}>
      <FailureAlert failure={acknowledge.failure ?? snooze.failure ?? resolve.failure} fields={["note"]} />
      <div className={styles["buttons"]}>
        {alert.state.kind === "acknowledged" ? null : (
          <Button variant="primary" loading={acknowledge.pending} disabled={pending} onClick={() => void acknowledge.run(seen)}>
            Acknowledge
          </Button>
        )}
        {isSnoozed ? (
          <Button disabled={pending || !mayAct} {...disabledBecause(mayAct)} onClick={() => void snooze.run({ ...seen, hours: 0 })}>
            End snooze
          </Button>
        ) : (
          <ButtonDropdown
            disabled={pending || !mayAct}
            {...disabledBecause(mayAct)}
            items={SNOOZE_HOURS.map((hours) => ({ id: String(hours), text: SNOOZE_WORDS[hours] }))}
            onItemClick={({ detail }) => {
              const hours = SNOOZE_HOURS.find((each) => String(each) === detail.id);
              if (hours !== undefined) void snooze.run({ ...seen, hours });
            }}
          >
            Snooze
          </ButtonDropdown>
        )}
      </div>
      {mayAct && alert.byPerson ? (
        <FormField
          label="Note"
          description="Needed to resolve. Only staff see it."
          constraintText="If the rule matches again, a new alert is raised."
          errorText={resolve.failure?.fields?.["note"]}
        >
          <Textarea
            value={note}
            rows={3}
            placeholder="Who confirmed what, and when"
            onChange={({ detail }) => setNote(detail.value.slice(0, LONGEST_NOTE))}
          />
        </FormField>
      ) : null}
      <div className={styles["buttons"]}>
        <Button
          loading={resolve.pending}
          {...(noResolve === null ? { disabled: pending } : { disabled: true, disabledReason: noResolve })}
          onClick={() => void resolve.run({ ...seen, note })}
        >
          Resolve
        </Button>
      </div>
      {alert.ends === null ? null : <p className={styles["quiet"]}>{`The portal resolves it ${alert.ends}.`}</p>}
    </div>
  );
}

function disabledBecause(mayAct: boolean) {
  return mayAct ? {} : { disabledReason: NOT_SUPPORT };
}
