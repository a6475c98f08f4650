"use client";

import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { QueryField } from "#components/query/language/complete-query.ts";
import type { FoundProblem, QueryProblem, QuickFix } from "#components/query/problems/find-problems.ts";
import { ProblemList } from "#components/query/problems/problem-list.tsx";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import styles from "./editor.module.css";
import type { Editor } from "./setup-editor.ts";

export interface QueryEditorProps {
  readonly text: string;
  readonly fields: readonly QueryField[];
  /** Where AWS or the portal rejected the text; null if neither did. */
  readonly problem: QueryProblem | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** Puts the cursor into the editor. */
  readonly focusRef: Ref<{ focus(): void }>;
}

/**
 * Edits a query. Until the editor is loaded, its place has a plain text field with the same name. It can be edited only if the editor
 * can't be loaded: otherwise the editor would replace a text that is being typed.
 */
export function QueryEditor({ text, fields, problem, onChange, onRun, onStop, focusRef }: QueryEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const latest = useRef({ text, fields });
  /** Whether the editor could not be loaded, so that the plain field is all there is. */
  const [failed, setFailed] = useState(false);
  latest.current = { text, fields };
  const change = useStableCallback(onChange);
  const run = useStableCallback(onRun);
  const stop = useStableCallback(onStop);
  useEffect(() => {
    let made: Editor | null = null;
    let left = false;
    const load = ({ setupEditor }: typeof import("./setup-editor.ts")) => {
      if (left || place.current === null) return;
      made = setupEditor({
        parent: place.current,
        text: latest.current.text,
        fields: () => latest.current.fields,
        onChange: change,
        onRun: run,
        onStop: stop,
      });
      setEditor(made);
    };
    import("./setup-editor.ts").then(load, () => setFailed(true));
    return () => {
      left = true;
      made?.destroy();
    };
  }, [change, run, stop]);
  useEffect(() => editor?.setText(text), [editor, text]);
  const problems = useMemo(() => (editor === null ? NONE : editor.problemsIn(text, problem)), [editor, text, problem]);
  useEffect(() => editor?.mark(problems), [editor, problems]);
  useEffect(() => {
    // The cursor is where the text was rejected, so that typing corrects it.
    if (problem !== null) editor?.moveTo(problem.from);
  }, [editor, problem]);
  const fix = useStableCallback((how: QuickFix) => editor?.apply(how));
  useImperativeHandle(focusRef, () => ({ focus: () => (editor ?? plain.current)?.focus() }), [editor]);
  return (
    <>
      <div className={styles["editor"]}>
        {/* Hidden until it replaces the plain field, so that there is one text field at any time. */}
        <div ref={place} hidden={editor === null} />
        {editor === null && (
          <textarea
            ref={plain}
            className={styles["plain"]}
            aria-label="Query"
            spellCheck={false}
            readOnly={!failed}
            value={text}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
            }}
          />
        )}
      </div>
      <ProblemList problems={problems} onFix={fix} />
    </>
  );
}

const NONE: readonly FoundProblem[] = [];
