import Alert from "@cloudscape-design/components/alert";
import type { Action } from "#kernel/action.ts";
import { classNoteOf } from "#lib/logs/insights/shared/log-class-limits.ts";
import type { LogGroupsPage, LogGroupsQuery, LogGroupView } from "#lib/logs/shared/log-view.ts";
import { useLogClasses } from "./use-log-classes.ts";

interface ClassNoteProps {
  readonly connectionId: string;
  readonly region: string;
  /** The log groups that are listed at the moment, for example those that a search found. */
  readonly listed: readonly LogGroupView[];
  readonly chosen: readonly string[];
  readonly list: Action<LogGroupsQuery, LogGroupsPage>;
}

/** What the classes of the chosen log groups mean for a query, before it runs. Nothing for the Standard class. */
export function ClassNote({ connectionId, region, listed, chosen, list }: ClassNoteProps) {
  const note = classNoteOf(useLogClasses({ connectionId, region, groups: chosen }, listed, list));
  return note && <Alert type={note.kind === "refused" ? "warning" : "info"}>{note.sentence}</Alert>;
}
