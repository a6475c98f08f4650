import Alert from "@cloudscape-design/components/alert";
import { classNoteOf } from "#lib/logs/insights/shared/log-class-limits.ts";
import type { LogClass } from "#lib/logs/shared/log-view.ts";

/** What the classes of the chosen log groups mean for a query, before it runs. Nothing for the Standard class. */
export function ClassNote({ chosen }: { readonly chosen: readonly { readonly name: string; readonly logClass?: LogClass | null }[] }) {
  const note = classNoteOf(chosen);
  return note && <Alert type={note.kind === "refused" ? "warning" : "info"}>{note.sentence}</Alert>;
}
