"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { HeaderControls } from "#components/logs/header-controls.tsx";
import logs from "#components/logs/logs.module.css";
import { EVERY_EVENT, logsHref, MAX_SOURCES } from "#components/logs/search/logs-address.ts";
import { RangePicker } from "#components/logs/time/range-picker.tsx";
import { fixedText, rangeName, type TimeRange } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { Age } from "#components/ui/age.tsx";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import type { Action } from "#kernel/action.ts";
import type { OpenedResult, QueryNoticeView } from "#lib/logs/insights/shared/query-view.ts";
import type { LogGroupsPage, LogGroupsQuery, LogsView } from "#lib/logs/shared/log-view.ts";
import { chartWord } from "./chart/chart-kinds.ts";
import { QueryCost } from "./cost/query-cost.tsx";
import { ResultPlaceContext } from "./cost/result-place.ts";
import { QueryEditor } from "./editor/query-editor.tsx";
import { FieldsPanel } from "./fields/fields-panel.tsx";
import { useSampledFields } from "./fields/use-sampled-fields.ts";
import { QueryGroups } from "./groups/query-groups.tsx";
import { ReadyQueriesList } from "./library/ready-queries-list.tsx";
import { LinkedChartContext, useLinkedChart } from "./links/linked-chart.ts";
import { LinkedColumnsContext, useLinkedColumns } from "./links/linked-columns.ts";
import { LinkedGroupsNotice } from "./links/linked-groups-notice.tsx";
import { ShareMenu } from "./links/share-menu.tsx";
import { useLinkedZone } from "./links/use-linked-zone.ts";
import { useQueryLinks } from "./links/use-query-links.ts";
import { FoldedEditor } from "./narrow/folded-editor.tsx";
import { GroupsField } from "./narrow/groups-field.tsx";
import { OpenedNotice, type StopOpenedQuery } from "./opened/opened-notice.tsx";
import { PageTabs } from "./page-tabs.tsx";
import { ParametersBar } from "./parameters/parameters-bar.tsx";
import styles from "./query.module.css";
import { type QueryAddress, queryHref } from "./query-address.ts";
import { QueryNotices } from "./query-notices.tsx";
import { ResultsView } from "./results/results-view.tsx";
import type { OpenRecord } from "./results/use-whole-event.ts";
import { completeQueryId, isActive, isPrevious } from "./run/query-run-state.ts";
import { RunStatus } from "./run/run-status.tsx";
import saved from "./saved/saved.module.css";
import type { SavedQueryActions } from "./saved/saved-actions.ts";
import { SaveButton, SavedButton, SavedPanelSlot, useSavedPanel } from "./saved/saved-panel.tsx";
import { useQueryPage } from "./use-query-page.ts";

export interface QueryScreenProps {
  readonly view: LogsView;
  /** The URL's parameters (`groups`, `region`, `range`, `query`), so that a shared link shows the same. */
  readonly address: Readonly<Record<string, string>>;
  /** Queries that might still be running, and cost, because the portal could not stop them. */
  readonly notices: readonly QueryNoticeView[];
  /** The result that the URL names. */
  readonly opened: OpenedResult;
  readonly actions: SavedQueryActions & {
    readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage>;
    readonly openQueryRecord: OpenRecord;
    readonly stopOpenedQuery: StopOpenedQuery;
  };
}

/** The query page: log groups at the left; the editor, and what the query found, at the right. */
export function QueryScreen({ view, address, notices, opened, actions }: QueryScreenProps) {
  const chart = useLinkedChart(address);
  const page = useQueryPage({ view, address, opened, chart: chartWord(chart.choice) });
  const { at, state, editor, change, run, stop, use } = page;
  const [zone, setZone] = useLinkedZone(address);
  const columns = useLinkedColumns(address);
  const panel = useSavedPanel();
  const sampled = useSampledFields(view.connectionId, at.region, at.groups);
  const active = isActive(state);
  const links = useQueryLinks(view.connectionId, at, { zone, columns: columns.visible, chart, queryId: completeQueryId(state) });
  const chooseGroups = (groups: readonly string[]) => change({ groups });
  const narrow = useMediaQuery("(max-width: 760px)");
  const lists = (
    <>
      <QueryGroups view={view} region={at.region} chosen={at.groups} list={actions.listLogGroups} onChoose={chooseGroups} />
      {at.groups.length > 0 && <FieldsPanel sampled={sampled} onUse={use} />}
    </>
  );
  return (
    <div className={logs["page"]}>
      <QueryHead {...{ view, at }} zone={zone} onRegion={(region) => change({ region, groups: [] })} onZone={setZone}>
        <SavedButton panel={panel} />
      </QueryHead>
      <LinkedGroupsNotice {...{ at }} connectionId={view.connectionId} check={actions.checkLogGroups} onChoose={chooseGroups} />
      {page.linkProblem !== null && <Alert type="warning">{page.linkProblem}</Alert>}
      <QueryNotices notices={notices} />
      <div className={`${logs["columns"]} ${panel.open ? saved["withPanel"] : ""}`}>
        <aside className={logs["side"]}>{narrow ? <GroupsField chosen={at.groups}>{lists}</GroupsField> : lists}</aside>
        <div className={styles["main"]}>
          <div className={styles["question"]}>
            <FoldedEditor {...{ narrow, state }} text={at.text} onEdit={() => editor.current?.focus()}>
              <QueryEditor
                text={at.text}
                fields={sampled.fields}
                problem={page.problem}
                onChange={(text) => change({ text })}
                onRun={run}
                onStop={stop}
                focusRef={editor}
              />
            </FoldedEditor>
            <ParametersBar parameters={page.parameters} onRun={run} />
            <QuestionBar
              {...{ at, zone }}
              active={active && !state.opened}
              onRange={(range) => change({ range })}
              earlier={page.earlierRange}
              onEarlier={page.zoomOut}
              onRun={run}
              onStop={stop}
              cost={<QueryCost page={page} connectionId={view.connectionId} />}
            >
              <SaveButton panel={panel} />
              <ShareMenu links={links} />
            </QuestionBar>
          </div>
          <OpenedNotice {...{ opened, state }} stop={actions.stopOpenedQuery} />
          <RunStatus state={state} text={at.text} />
          {state.result === null ? (
            state.phase.kind !== "opening" && (
              <ReadyQueriesList takesParameters fields={sampled.fields} formats={sampled.formats} onUse={use} />
            )
          ) : (
            <ResultPlaceContext value={{ ...state.result.asked, eventsOf: page.eventsOf }}>
              <LinkedChartContext value={chart}>
                <LinkedColumnsContext value={columns.context}>
                  <ResultsView
                    result={state.result}
                    previous={isPrevious(state)}
                    otherRange={page.otherRange}
                    running={active}
                    zone={zone}
                    onRange={({ from, to }) => page.zoom({ from, to: to - 1 })}
                    eventsHref={page.eventsHref}
                    openRecord={actions.openQueryRecord}
                    pages={page.pages}
                    onUse={use}
                  />
                </LinkedColumnsContext>
              </LinkedChartContext>
            </ResultPlaceContext>
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
  /** The range from which this one was chosen in a chart; null if it was not. */
  readonly earlier: TimeRange | null;
  readonly onEarlier: () => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** What can be done with the query besides running it. */
  readonly children: ReactNode;
  /** What a run would cost, and the question before an expensive one. */
  readonly cost: ReactNode;
}

function QuestionBar({ at, active, zone, onRange, earlier, onEarlier, onRun, onStop, children, cost }: QuestionBarProps) {
  // Before that, a click would do nothing.
  const hydrated = useMediaQuery("all");
  return (
    <div className={styles["bar"]}>
      <RangePicker range={at.range} zone={zone} onChange={onRange} />
      {earlier !== null && (
        <Button variant="inline-link" onClick={onEarlier}>
          Back to {earlier.kind === "last" ? rangeName(earlier) : fixedText(earlier, zone)}
        </Button>
      )}
      {children}
      <span className={styles["space"]} />
      {cost}
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
