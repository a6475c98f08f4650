"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryAddress } from "#components/query/query-address.ts";
import type { SavedQueryActions } from "#components/query/saved/saved-actions.ts";
import { attempt } from "#components/ui/attempt.ts";
import { countText } from "#components/ui/count-text.ts";
import type { LogGroupsCheck } from "#lib/logs/insights/shared/query-view.ts";
import styles from "./links.module.css";

interface LinkedGroupsNoticeProps {
  readonly connectionId: string;
  readonly at: QueryAddress;
  readonly check: SavedQueryActions["checkLogGroups"];
  readonly onChoose: (groups: readonly string[]) => void;
}

const NOTHING: LogGroupsCheck = { outside: [], missing: [] };

/** Says which log groups of the link that was opened can't be queried, as long as they are chosen. It asks once, and starts no query. */
export function LinkedGroupsNotice({ connectionId, at, check, onChoose }: LinkedGroupsNoticeProps) {
  const [opened] = useState(at);
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    const { region, groups: logGroups } = opened;
    if (logGroups.length === 0) return;
    // Without an answer nothing is known of them. A run then says what is wrong.
    void attempt(() => check({ connectionId, region, logGroups })).then((answer) => answer.ok && setFound(answer.value));
  }, [check, connectionId, opened]);
  const isChosen = (name: string) => at.region === opened.region && at.groups.includes(name);
  const outside = found.outside.filter(isChosen);
  const missing = found.missing.filter(isChosen);
  const all = [...outside, ...missing];
  if (all.length === 0) return null;
  return (
    <div className={styles["notice"]} role="alert">
      <Alert
        type="warning"
        header={`${countText(all.length, "log group")} can’t be queried`}
        action={<Button onClick={() => onChoose(at.groups.filter((name) => !all.includes(name)))}>Remove from query</Button>}
      >
        <ul>
          {missing.map((name) => (
            <li key={name}>
              <code>{visibleText(name, true)}</code> no longer exists in {at.region}.
            </li>
          ))}
          {outside.map((name) => (
            <li key={name}>
              <code>{visibleText(name, true)}</code> is outside the scope of this connection.
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}
