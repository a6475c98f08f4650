"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useRef, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { AccessSuspended } from "#components/logs/access-suspended.tsx";
import { HeaderControls } from "#components/logs/header-controls.tsx";
import logs from "#components/logs/logs.module.css";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { RangePicker } from "#components/logs/time/range-picker.tsx";
import { useDisplaySettings } from "#components/logs/use-display-settings.ts";
import { CrossCost } from "#components/query/cost/cross-cost.tsx";
import { QueryEditor } from "#components/query/editor/query-editor.tsx";
import { useSampledFields } from "#components/query/fields/use-sampled-fields.ts";
import { ReadyQueriesList } from "#components/query/library/ready-queries-list.tsx";
import { ShareMenu } from "#components/query/links/share-menu.tsx";
import { OpenedPartsNotice } from "#components/query/opened/opened-parts-notice.tsx";
import { PageTabs } from "#components/query/page-tabs.tsx";
import question from "#components/query/query.module.css";
import { queryHref } from "#components/query/query-address.ts";
import { countText } from "#components/ui/count-text.ts";
import { useMediaQuery, useNarrow } from "#components/ui/use-media-query.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Action } from "#kernel/action.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import type { OpenedParts } from "#lib/logs/insights/shared/query-view.ts";
import type { LogGroupsPage, LogGroupsQuery } from "#lib/logs/shared/log-view.ts";
import styles from "./cross.module.css";
import { crossHref, eventsHrefOf } from "./cross-address.ts";
import { CrossGroups } from "./cross-groups.tsx";
import { CrossResults } from "./cross-results.tsx";
import { completeIn, isRunActive, shownRun } from "./cross-run-state.ts";
import { CrossStatus } from "./cross-status.tsx";
import { DoubledNotice } from "./doubled-notice.tsx";
import { useCrossPage } from "./use-cross-page.ts";

export interface CrossScreenProps {
  readonly connections: readonly CrossConnection[];
  /** Whether the partner suspended the customer: then no connection can be read. */
  readonly suspended: boolean;
  /** The URL's parameters (`places`, `range`), so that a shared link shows the same. Its query is in the fragment. Nothing runs because of a link. */
  readonly address: Readonly<Record<string, string>>;
  /** The results that the URL names. */
  readonly opened: OpenedParts;
  readonly actions: { readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage> };
}

/** One query over log groups of several connections, which runs as one query in each. */
export function CrossScreen({ connections, suspended, address, opened, actions }: CrossScreenProps) {
  const page = useCrossPage(connections, address, opened);
  const { at, change, run, zoom, running, stop, estimated, queried, doubled, dropDoubled, problem, refused, linkProblem } = page;
  const { state, confirm } = running;
  const [choices, setChoices] = useDisplaySettings();
  const [first, second] = at.places;
  // One connection has a page with more: saved queries, history, fields and links to results.
  const [only] = second === undefined ? queried : [];
  const sampled = useSampledFields(first?.connectionId ?? "", first?.region ?? "", first?.groups ?? NO_GROUPS);
  const editor = useRef<{ focus(): void }>(null);
  const use = useStableCallback((text: string) => {
    change({ text });
    editor.current?.focus();
  });
  // Before that, a click would do nothing.
  const hydrated = useMediaQuery("all");
  const narrow = useNarrow();
  const active = isRunActive(state.run);
  const shown = shownRun(state);
  const instead = suspended ? <AccessSuspended /> : connections.length === 0 ? <Nothing /> : null;
  const groups = at.places.reduce((sum, place) => sum + place.groups.length, 0);
  return (
    <div className={logs["page"]}>
      <header className={logs["head"]}>
        <h1>Query across connections</h1>
        <span className={logs["verified"]}>
          {countText(at.places.length, "connection")} · {countText(groups, "log group")}
        </span>
        <PageTabs eventsHref={eventsHrefOf(at, queried)} queryHref={crossHref(at)} current="query" />
        <HeaderControls
          region=""
          regions={NO_GROUPS}
          zone={choices.zone}
          onRegion={() => undefined}
          onZone={(zone) => setChoices({ zone })}
        />
      </header>
      {linkProblem !== null && <Alert type="warning">{linkProblem}</Alert>}
      {instead ?? (
        <div className={logs["columns"]}>
          <aside className={logs["side"]}>
            <Foldable folded={narrow} open={groups === 0} title={`Log groups: ${groups} chosen`}>
              <CrossGroups {...{ connections }} places={at.places} list={actions.listLogGroups} onChoose={(places) => change({ places })} />
            </Foldable>
          </aside>
          <div className={question["main"]}>
            <div className={question["question"]}>
              <QueryEditor
                text={at.text}
                fields={sampled.fields}
                problem={problem}
                onChange={(text) => change({ text })}
                onRun={run}
                onStop={stop}
                focusRef={editor}
              />
              <div className={question["bar"]}>
                <RangePicker range={at.range} zone={choices.zone} onChange={(range) => change({ range })} />
                <ShareMenu links={page.links} />
                <span className={question["space"]} />
                {only !== undefined && (
                  <Button
                    variant="inline-link"
                    href={queryHref(only.place.connectionId, { ...at, region: only.place.region, groups: only.place.groups })}
                  >
                    Open in {visibleText(only.name, true)}
                  </Button>
                )}
                <CrossCost places={estimated} range={at.range} text={at.text} after={completeIn(state.run)} />
                {active && state.run?.asked.opened === null ? (
                  <>
                    <span className={question["quiet"]}>Closing this tab stops all queries</span>
                    <Button onClick={stop}>Stop queries</Button>
                  </>
                ) : (
                  <Button
                    variant="primary"
                    onClick={run}
                    {...(groups === 0 ? { disabled: true, disabledReason: "Choose a log group" } : { disabled: !hydrated })}
                  >
                    Run query
                  </Button>
                )}
              </div>
            </div>
            <DoubledNotice doubled={doubled} onDrop={dropDoubled} />
            {refused !== null && (
              <Alert type="error" header="The query was not run">
                {refused}
              </Alert>
            )}
            <OpenedPartsNotice {...{ opened }} run={state.run} hasPlaces={at.places.length > 0} />
            {state.run !== null && <CrossStatus run={state.run} onConfirm={confirm} />}
            {shown === null ? (
              <ReadyQueriesList takesParameters={false} fields={sampled.fields} formats={sampled.formats} onUse={use} />
            ) : (
              <CrossResults run={shown.run} previous={shown.previous} otherRange={page.otherRange} zone={choices.zone} onRange={zoom} />
            )}
          </div>
        </div>
      )}
    </div>
  );
}

interface FoldableProps {
  readonly folded: boolean;
  /** Whether it is open at first. */
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
}

/** On a narrow screen the lists would push the query out of sight, so they are behind one line. */
function Foldable({ folded, open, title, children }: FoldableProps) {
  const [opened, setOpened] = useState(open);
  if (!folded) return children;
  return (
    <details className={styles["section"]} open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

const NO_GROUPS: readonly string[] = [];

function Nothing() {
  return (
    <div className={logs["nothing"]}>
      <h2>No logs available yet</h2>
      <p>To query logs, you need a connection with status Connected and log access Query.</p>
      <FollowButton href="/connections" variant="primary">
        View connections
      </FollowButton>
    </div>
  );
}
