"use client";

import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import { SEVERITY_MEANING, SEVERITY_WORDS, type Severity } from "#kernel/alerts/severities.ts";
import type { NotificationsView } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";

/** About which alerts a member of staff wants emails: their own choice, by severity. */
export function NotificationsScreen(props: {
  readonly view: NotificationsView;
  readonly choose: Action<{ severities: Severity[] }, null>;
}) {
  const { view } = props;
  const notices = useNotices("success");
  const [chosen, setChosen] = useState<readonly Severity[]>(
    view.severities.filter(({ isChosen }) => isChosen).map(({ severity }) => severity),
  );
  const action = useAction(props.choose, () => notices.notify("Saved."));
  return (
    <SpaceBetween size="m">
      <PageHead description={`Emails about alerts to ${view.email}. Every alert is also on the Alerts page.`}>Alert emails</PageHead>
      {notices.bar}
      <FailureAlert failure={action.failure} />
      <form
        className={styles["choices"]}
        onSubmit={(event) => {
          event.preventDefault();
          void action.run({ severities: [...chosen] });
        }}
      >
        <fieldset>
          <legend>Email me about alerts with this severity</legend>
          {view.severities.map(({ severity, people }) => (
            <Checkbox
              key={severity}
              checked={chosen.includes(severity)}
              description={`${SEVERITY_MEANING[severity]}. ${people === 0 ? "At the moment no member of staff gets these emails." : `${countText(people, "member")} of staff ${people === 1 ? "gets" : "get"} these emails.`}`}
              onChange={({ detail }) => setChosen(detail.checked ? [...chosen, severity] : chosen.filter((each) => each !== severity))}
            >
              {SEVERITY_WORDS[severity]}
            </Checkbox>
          ))}
        </fieldset>
        <p className={styles["quiet"]}>
          You get one email for each new alert and none when it repeats. Each hour, you get at most 10 emails about critical alerts and 10
          about other alerts. The tenth email lists all alerts that are waiting; later alerts are sent in the next hour. Alerts about
          failing email are never sent by email.
        </p>
        <Button variant="primary" formAction="submit" loading={action.pending} loadingText="Saving">
          Save
        </Button>
      </form>
    </SpaceBetween>
  );
}
