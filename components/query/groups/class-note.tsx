import Alert from "@cloudscape-design/components/alert";
import { useRef } from "react";
import { classNoteOf } from "#lib/logs/insights/shared/log-class-limits.ts";
import type { LogGroupView } from "#lib/logs/shared/log-view.ts";

interface ClassNoteProps {
  /** The Region, because log groups of two Regions can have the same name. */
  readonly region: string;
  /** The log groups that are listed at the moment, for example those that a search found. */
  readonly listed: readonly LogGroupView[];
  readonly chosen: readonly string[];
}

/** What the classes of the chosen log groups mean for a query, before it runs. Nothing for the Standard class. */
export function ClassNote({ region, listed, chosen }: ClassNoteProps) {
  // A chosen log group may be on a page, or in a search, that is not listed any more.
  const seen = useRef(new Map<string, LogGroupView>());
  const keyOf = (name: string) => `${region} ${name}`;
  for (const group of listed) seen.current.set(keyOf(group.name), group);
  const note = classNoteOf(chosen.map((name) => seen.current.get(keyOf(name)) ?? { name }));
  return note && <Alert type={note.kind === "refused" ? "warning" : "info"}>{note.sentence}</Alert>;
}
