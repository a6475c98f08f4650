"use client";

import { type ReactNode, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { type QueryRunState, writtenText } from "#components/query/run/query-run-state.ts";
import styles from "./narrow.module.css";

interface FoldedEditorProps {
  readonly narrow: boolean;
  readonly state: QueryRunState;
  readonly text: string;
  readonly onEdit: () => void;
  /** The editor. It keeps its state while it is folded. */
  readonly children: ReactNode;
}

/** On a narrow screen, the editor is one line after a run, so that the result is in the first screen. A mistake in the query, or another text, unfolds it. */
export function FoldedEditor({ narrow, state: { asked, phase }, text, onEdit, children }: FoldedEditorProps) {
  const [unfolded, setUnfolded] = useState<typeof asked>(null);
  const isDone = asked !== null && asked !== unfolded && writtenText(asked) === text;
  const folded = narrow && isDone && phase.kind !== "syntax-error" && phase.kind !== "failed";
  return (
    <>
      {folded && (
        <div className={styles["folded"]}>
          <code>{visibleText(text.slice(0, 200), true)}</code>
          <button
            type="button"
            onClick={() => {
              setUnfolded(asked);
              // The editor can take the focus only when it is shown.
              requestAnimationFrame(onEdit);
            }}
          >
            Edit query
          </button>
        </div>
      )}
      <div hidden={folded}>{children}</div>
    </>
  );
}
