import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type KeyBinding } from "@codemirror/view";
import { type FoundProblem, problemFrom, type QuickFix } from "#components/query/problems/find-problems.ts";
import styles from "./editor.module.css";

const setProblems = StateEffect.define<readonly FoundProblem[]>();
const REJECTED = Decoration.mark({ class: styles["problem"] ?? "" });
const LIKELY = Decoration.mark({ class: styles["likely"] ?? "" });

/** The underlined places. The page says after each change of the text which there are, so an edit removes them until then. */
export const problemMarks = StateField.define<readonly FoundProblem[]>({
  create: () => [],
  update(shown, { effects, docChanged }) {
    const effect = effects.findLast((each) => each.is(setProblems));
    return effect === undefined ? (docChanged ? [] : shown) : (effect.value as readonly FoundProblem[]);
  },
  provide: (field) =>
    EditorView.decorations.compute([field], (state) => {
      const marks = state.field(field).flatMap(({ from: start, to: end, rejected }) => {
        // A mark needs a character, also when AWS points behind the last one.
        const to = Math.min(Math.max(end, start + 1), state.doc.length);
        const from = Math.min(start, Math.max(0, to - 1));
        return from < to ? [(rejected ? REJECTED : LIKELY).range(from, to)] : [];
      });
      return Decoration.set(marks, true);
    }),
});

/** Underlines problems. */
export function markProblems(view: EditorView, problems: readonly FoundProblem[]): void {
  // Each transaction writes the editor's selection to the page, over one that the browser has just made.
  if (problems.length === 0 && view.state.field(problemMarks).length === 0) return;
  view.dispatch({ effects: setProblems.of(problems) });
}

/** Changes the text as a quick fix does, puts the cursor behind the change, and the focus into the editor. */
export function applyFix(view: EditorView, { from, to, insert }: QuickFix): void {
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
}

/** Selects the next or the previous problem, and tells a screen reader what it is. */
function goToProblem(view: EditorView, by: 1 | -1): boolean {
  const { from, empty } = view.state.selection.main;
  // A problem right behind the cursor that is not selected yet comes first.
  const problem = problemFrom(view.state.field(problemMarks), empty && by === 1 ? from - 1 : from, by);
  if (problem === undefined) return false;
  const words = [problem.sentence ?? "This place was rejected.", problem.fix && `${problem.fix.name}: press Alt+Enter.`];
  view.dispatch({
    selection: { anchor: problem.from, head: Math.min(problem.to, view.state.doc.length) },
    effects: EditorView.announce.of(words.filter(Boolean).join(" ")),
    scrollIntoView: true,
  });
  return true;
}

/** Applies the fix of the problem at the cursor, or of the only one. */
function fixProblem(view: EditorView): boolean {
  const problems = view.state.field(problemMarks).filter(({ fix }) => fix !== null);
  const { from, to } = view.state.selection.main;
  const here = problems.find((each) => each.from <= to && from <= each.to) ?? (problems.length === 1 ? problems[0] : undefined);
  if (here?.fix === undefined || here.fix === null) return false;
  applyFix(view, here.fix);
  return true;
}

/** F8 and Shift+F8 go through the problems, Alt+Enter applies a fix. */
export const PROBLEM_KEYS: readonly KeyBinding[] = [
  { key: "F8", run: (view) => goToProblem(view, 1), shift: (view) => goToProblem(view, -1), preventDefault: true },
  { key: "Alt-Enter", run: fixProblem },
];
