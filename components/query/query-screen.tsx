"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { HeaderControls } from "#components/logs/header-controls.tsx";
import logs from "#components/logs/logs.module.css";
import { logsHref, MAX_SOURCES } from "#components/logs/search/logs-address.ts";
import { RangePicker } from "#components/logs/time/range-picker.tsx";
import type { TimeRange } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { Age } from "#components/ui/age.tsx";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import type { Action } from "#kernel/action.ts";
import type { QueryNoticeView } from "#lib/logs/insights/shared/query-view.ts";
import type { LogGroupsPage, LogGroupsQuery, LogsView } from "#lib/logs/shared/log-view.ts";
import { QueryEditor } from "./editor/query-editor.tsx";
import { FieldsPanel } from "./fields/fields-panel.tsx";
import { useSampledFields } from "./fields/use-sampled-fields.ts";
import { QueryGroups } from "./groups/query-groups.tsx";
import { ReadyQueriesList } from "./library/ready-queries-list.tsx";
import { LinkedColumnsContext, useLinkedColumns } from "./links/linked-columns.ts";
import { LinkedGroupsNotice } from "./links/linked-groups-notice.tsx";
import { ShareMenu } from "./links/share-menu.tsx";
import { useLinkedZone } from "./links/use-linked-zone.ts";
import { PageTabs } from "./page-tabs.tsx";
import { ParametersBar } from "./parameters/parameters-bar.tsx";
import styles from "./query.module.css";
import { type QueryAddress, queryHref } from "./query-address.ts";
import { ResultsView } from "./results/results-view.tsx";
import { isActive, isPrevious } from "./run/query-run-state.ts";
import { RunStatus } from "./run/run-status.tsx";
import saved from "./saved/saved.module.css";
import type { SavedQueryActions } from "./saved/saved-actions.ts";
import { SaveButton, SavedButton, SavedPanelSlot, useSavedPanel } from "./saved/saved-panel.tsx";
import { EVERY_EVENT, useQueryPage } from "./use-query-page.ts";

export interface QueryScreenProps {
  readonly view: LogsView;
  /** The URL's parameters (`groups`, `region`, `range`, `query`), so that a shared link shows the same. */
  readonly address: Readonly<Record<string, string>>;
  /** Queries that may still run, and cost, because the portal could not stop them. */
  readonly notices: readonly QueryNoticeView[];
  readonly actions: SavedQueryActions & { readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage> };
}

const UNREADABLE =
  "The query of this link can’t be read: the link was cut or changed. Ask for the link again. Its log groups and its time range are below.";

/** The query page: log groups at the left; the editor, and what the query found, at the right. */
export function QueryScreen({ view, address, notices, actions }: QueryScreenProps) {
  const page = useQueryPage(view.connectionId, view.regions, address);
  const { at, state, editor, change, run, stop, use, eventsHref, problem } = page;
  const [zone, setZone] = useLinkedZone(address);
  const columns = useLinkedColumns(address);
  const panel = useSavedPanel();
  const sampled = useSampledFields(view.connectionId, at.region, at.groups);
  const active = isActive(state);
  return (
    <div className={logs["page"]}>
      <QueryHead {...{ view, at }} zone={zone} onRegion={(region) => change({ region, groups: [] })} onZone={setZone}>
        <SavedButton panel={panel} />
      </QueryHead>
      <LinkedGroupsNotice
        {...{ at }}
        connectionId={view.connectionId}
        check={actions.checkLogGroups}
        onChoose={(groups) => change({ groups })}
      />
      {page.unreadable && <Alert type="warning">{UNREADABLE}</Alert>}
      {notices.map(({ queryId, region, startedAt, message }) => (
        <Alert key={queryId} type="warning" header={`A query in ${region} may still run`}>
          It began <Age at={startedAt} />. {message}
        </Alert>
      ))}
      <div className={`${logs["columns"]} ${panel.open ? saved["withPanel"] : ""}`}>
        <aside className={logs["side"]}>
          <QueryGroups
            view={view}
            region={at.region}
            chosen={at.groups}
            list={actions.listLogGroups}
            onChoose={(groups) => change({ groups })}
          />
          {at.groups.length > 0 && <FieldsPanel sampled={sampled} onUse={use} />}
        </aside>
        <div className={styles["main"]}>
          <div className={styles["question"]}>
            <QueryEditor
              text={at.text}
              fields={sampled.fields}
              problem={problem}
              onChange={(text) => change({ text })}
              onRun={run}
              onStop={stop}
              focusRef={editor}
            />
            <ParametersBar parameters={page.parameters} onRun={run} />
            <QuestionBar {...{ at, active }} zone={zone} onRange={(range) => change({ range })} onRun={run} onStop={stop}>
              <SaveButton panel={panel} />
              <ShareMenu
                {...{ at, zone }}
                connectionId={view.connectionId}
                columns={columns.visible}
                queryId={state.phase.kind === "complete" ? (state.result?.queryId ?? null) : null}
              />
            </QuestionBar>
          </div>
          <RunStatus state={state} onConfirm={page.confirm} />
          {state.result === null ? (
            <ReadyQueriesList fields={sampled.fields} formats={sampled.formats} onUse={use} />
          ) : (
            <LinkedColumnsContext value={columns.context}>
              <ResultsView
                result={state.result}
                previous={isPrevious(state)}
                running={active}
                zone={zone}
                onRange={({ from, to }) => page.zoom({ from, to: to - 1 })}
                eventsHref={eventsHref}
              />
            </LinkedColumnsContext>
          )}
        </div>
        <SavedPanelSlot
          {...{ panel, zone, at, actions }}
          connectionId={view.connectionId}
          parameters={page.parameters}
          refresh={active}
          onShow={page.show}
        />
      </div>
    </div>
  );
}

interface QueryHeadProps {
  readonly view: LogsView;
  readonly at: QueryAddress;
  readonly zone: TimeZone;
  readonly onRegion: (region: string) => void;
  readonly onZone: (zone: TimeZone) => void;
  /** Opens what is beside the result. */
  readonly children: ReactNode;
}

function QueryHead({ view, at, zone, onRegion, onZone, children }: QueryHeadProps) {
  const others = at.groups.slice(1, MAX_SOURCES).map((group) => ({ connectionId: view.connectionId, region: at.region, group }));
  return (
    <header className={logs["head"]}>
      <h1>{view.name}</h1>
      <span className={logs["verified"]}>
        Verified <Age at={view.verifiedAt} /> · <span className="mono">{view.accountId}</span>
      </span>
      <PageTabs
        eventsHref={logsHref(view.connectionId, {
          ...EVERY_EVENT,
          region: at.region,
          group: at.groups[0] ?? null,
          also: others,
          range: at.range,
        })}
        queryHref={queryHref(view.connectionId, at)}
        current="query"
      />
      {children}
      <HeaderControls {...{ zone, onRegion, onZone }} region={at.region} regions={view.regions} />
    </header>
  );
}

interface QuestionBarProps {
  readonly at: QueryAddress;
  readonly active: boolean;
  readonly zone: TimeZone;
  readonly onRange: (range: TimeRange) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** What can be done with the query besides running it. */
  readonly children: ReactNode;
}

function QuestionBar({ at, active, zone, onRange, onRun, onStop, children }: QuestionBarProps) {
  // Before that, a click would do nothing.
  const hydrated = useMediaQuery("all");
  return (
    <div className={styles["bar"]}>
      <RangePicker range={at.range} zone={zone} onChange={onRange} />
      {children}
      <span className={styles["space"]} />
      {active ? (
        <>
          <span className={styles["quiet"]}>Closing this tab stops the query</span>
          <Button onClick={onStop}>Stop query</Button>
        </>
      ) : (
        <Button
          variant="primary"
          onClick={onRun}
          {...(at.groups.length === 0 ? { disabled: true, disabledReason: "Choose a log group" } : { disabled: !hydrated })}
        >
          Run query
        </Button>
      )}
    </div>
  );
}
