"use client";

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { disabledFor, whyDisabled } from "#components/staff/customer/why-disabled.ts";
import { ExportButton } from "#components/staff/lists/export-button.tsx";
import { ListNotices } from "#components/staff/lists/list-notices.tsx";
import { ListPager } from "#components/staff/lists/list-pager.tsx";
import { useList } from "#components/staff/lists/use-list.ts";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { DataTable } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { type ActionKind, ITEM_GROUPS, type ItemGroup } from "#kernel/staff-action.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import {
  ACTION_STATE_WORDS,
  ACTIONS,
  type ActionItemRow,
  type ActionView,
  actionItemList,
  changesStatus,
  itemWords,
} from "#lib/staff/shared/action-view.ts";
import styles from "./actions.module.css";
import { itemColumns } from "./item-columns.tsx";

const REFRESH_EVERY_MS = 2_000;

/** One action of staff: its progress, and what came of each item, problems first. It refreshes until all items have ended. */
export function ActionScreen(props: {
  readonly action: ActionView;
  readonly now: number;
  readonly role: StaffRole;
  readonly stop: Action<{ id: string }, null>;
}) {
  const { action } = props;
  const { id, state, list } = action;
  const spec = actionItemList(id);
  const isOpen = state === "running" || state === "stopping";
  const navigation = useList(spec, list.query);
  useRefreshWhile(isOpen);
  const group = list.query.filters["show"]?.[0] ?? "all";
  return (
    <SpaceBetween size="m">
      <PageHead
        description={<Description action={action} />}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ExportButton spec={spec} query={list.query} of={{ name: "action-items", params: { action: id } }} label="Export results" />
            {isOpen ? <StopButton {...props} /> : null}
          </SpaceBetween>
        }
      >
        {action.title}
      </PageHead>
      {isOpen && action.isWorkerSilent ? (
        <Alert type="warning" statusIconAriaLabel="Warning" header="No worker is running">
          The action continues when a worker runs again. Nothing is lost.
        </Alert>
      ) : null}
      <ListNotices query={list.query} notice={null} />
      {state === "draft" ? null : <Progress action={action} />}
      <div className={styles["bar"]}>
        <SegmentedControl
          label="Items"
          selectedId={group}
          options={groupsOf(action.kind, group).map((one) => ({
            id: one,
            text: `${GROUP_LABELS[one]} ${countOf(action, one).toLocaleString("en")}`,
          }))}
          onChange={({ detail }) => navigation.change({ filters: detail.selectedId === "all" ? {} : { show: [detail.selectedId] } })}
        />
        <ListPager view={list} list={navigation} />
      </div>
      <DataTable<ActionItemRow>
        label="Items"
        variant="borderless"
        items={list.rows}
        trackBy={({ n }) => String(n)}
        columnDefinitions={itemColumns(action.kind)}
        empty={EMPTY[group] ?? "No items."}
      />
    </SpaceBetween>
  );
}

const GROUP_LABELS: Readonly<Record<ItemGroup, string>> = {
  all: "All",
  done: "Done",
  changed: "Changed",
  problems: "Problems",
  waiting: "Waiting",
  skipped: "Skipped",
};

const EMPTY: Readonly<Record<string, string>> = {
  done: "No item has ended yet.",
  changed: "No status has changed.",
  problems: "No problems.",
  waiting: "No items are waiting.",
  skipped: "No item was skipped or stopped.",
};

/** Without the group of changes of status for a kind that makes none, unless its address was opened. */
const groupsOf = (kind: ActionKind, opened: string): readonly ItemGroup[] =>
  ITEM_GROUPS.filter((one) => one !== "changed" || changesStatus(kind) || one === opened);

function countOf({ counts, list }: ActionView, group: ItemGroup): number {
  return group === "all" ? list.all : counts[group];
}

function Description({ action }: { readonly action: ActionView }) {
  const { state, by, startedAt, reason, category, stoppedAt, stoppedBy, kind } = action;
  if (state === "draft" || startedAt === null) return <>A preview that was not started. Only you can see it.</>;
  const label = ACTIONS[kind].categories?.find(({ id }) => id === category)?.label;
  return (
    <span className={styles["breaks"]}>
      Started by {by} on {utcMoment(startedAt)}. Reason: {label === undefined ? "" : `${label}, `}“{reason}”.
      {stoppedAt === null ? "" : ` Stopped by ${stoppedBy} on ${utcMoment(stoppedAt)}.`}
      {state === "running" ? " You can close this page; the work continues." : ""}
    </span>
  );
}

function Progress({ action }: { readonly action: ActionView }) {
  const { done, touched, state, counts } = action;
  const share = touched === 0 ? 100 : Math.floor((100 * done) / touched);
  const isOpen = state === "running" || state === "stopping";
  return (
    <Container>
      <ProgressBar
        label={`${done.toLocaleString("en")} of ${touched.toLocaleString("en")} done`}
        {...(state === "stopping" && { description: "Stopping: items in progress will finish; the others won’t start." })}
        {...(isOpen
          ? { value: share }
          : { value: share, additionalInfo: ACTION_STATE_WORDS[state === "stopped" ? "stopped" : "finished"] })}
      />
      <dl className={styles["figures"]}>
        {action.results.map(({ word, count, isProblem }) => (
          <div key={`${word}-${isProblem}`}>
            <dt>{word === "done" ? "Done" : itemWords(word)}</dt>
            <dd className={isProblem ? styles["bad"] : undefined}>{count.toLocaleString("en")}</dd>
          </div>
        ))}
        <div>
          <dt>Waiting</dt>
          <dd>{counts.waiting.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Skipped or stopped</dt>
          <dd>{counts.skipped.toLocaleString("en")}</dd>
        </div>
      </dl>
    </Container>
  );
}

function StopButton({ action, role, stop }: Parameters<typeof ActionScreen>[0]) {
  const [asks, setAsks] = useState(false);
  const stopping = useAction(stop, () => setAsks(false));
  const disabledReason = whyDisabled(role) ?? (action.state === "stopping" ? "The action is already stopping." : null);
  return (
    <>
      <Button iconName="close" {...disabledFor(disabledReason)} onClick={() => setAsks(true)}>
        Stop
      </Button>
      {asks ? (
        <ActionDialog
          title="Stop this action?"
          submitLabel="Stop action"
          action={stopping}
          onClose={() => setAsks(false)}
          onSubmit={() => void stopping.run({ id: action.id })}
        >
          <Box>Waiting items won’t start. Items in progress will finish. Completed items aren’t undone.</Box>
        </ActionDialog>
      ) : null}
    </>
  );
}

function useRefreshWhile(isOpen: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), REFRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen, router]);
}
