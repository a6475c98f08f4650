import { acceptCompletion, autocompletion, closeCompletion, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  lineNumbers,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type { QueryField } from "#components/query/language/complete-query.ts";
import { COMMANDS, FUNCTIONS, KEYWORDS } from "#components/query/language/insights-words.ts";
import { type QueryToken, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import { type FoundProblem, findProblems, type QueryProblem, type QuickFix } from "#components/query/problems/find-problems.ts";
import styles from "./editor.module.css";
import { complete, renderDetail } from "./editor-completion.ts";
import { applyFix, markProblems, PROBLEM_KEYS, problemMarks } from "./editor-problems.ts";

export interface EditorSetup {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Asked at each completion, because the fields change with the chosen log groups. */
  readonly fields: () => readonly QueryField[];
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

/** What the page does with the editor. */
export interface Editor {
  setText(text: string): void;
  /** The problems of a text, with what probably corrects them. @param rejected where it was rejected; null if it wasn't */
  problemsIn(text: string, rejected: QueryProblem | null): readonly FoundProblem[];
  /** Underlines problems. */
  mark(problems: readonly FoundProblem[]): void;
  /** Puts the cursor at a position, so that typing corrects what is there. */
  moveTo(position: number): void;
  /** Changes the text as a quick fix does. */
  apply(fix: QuickFix): void;
  focus(): void;
  destroy(): void;
}

/** The accessible name of the editor, and of the plain text field that is shown until the editor is loaded. */
const EDITOR_NAME = "Query";

/** Makes the editor. Its styles carry the nonce of the page's content security policy, without which the browser would drop them. */
export function setupEditor({ parent, text, fields, onChange, onRun, onStop }: EditorSetup): Editor {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  const run = (editor: EditorView) => {
    closeCompletion(editor);
    onRun();
    return true;
  };
  const stop = () => {
    onStop();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": EDITOR_NAME, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
        placeholder("fields @timestamp, @message | sort @timestamp desc | limit 100"),
        colors,
        problemMarks,
        autocompletion({
          override: [(context) => complete(context, fields())],
          icons: false,
          defaultKeymap: true,
          addToOptions: [{ render: renderDetail, position: 80 }],
        }),
        keymap.of([
          { key: "Mod-Enter", run, preventDefault: true },
          { key: "Mod-.", run: stop, preventDefault: true },
          // Without an open list, Tab leaves the editor, so that the keyboard is not trapped.
          { key: "Tab", run: (each) => completionStatus(each.state) === "active" && acceptCompletion(each) },
          ...PROBLEM_KEYS,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update: ViewUpdate) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(next) {
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    problemsIn: (of, rejected) => findProblems(of, rejected, fields()),
    mark: (problems) => markProblems(view, problems),
    moveTo: (position) => view.dispatch({ selection: { anchor: Math.min(position, view.state.doc.length) } }),
    apply: (fix) => applyFix(view, fix),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ...COMMANDS.map(({ name }) => [name.toLowerCase(), "keyword"] as const),
  ...KEYWORDS.map((name) => [name, "keyword"] as const),
]);
const CALLS: ReadonlySet<string> = new Set(FUNCTIONS.map(({ name }) => name.toLowerCase()));

/** The class of a token; undefined for fields and signs, which have the color of the text. */
function classOf({ kind, text }: QueryToken, next: QueryToken | undefined): string | undefined {
  if (kind === "sign") return text === "|" ? styles["sign"] : undefined;
  if (kind !== "word") return styles[kind];
  const name = text.toLowerCase();
  if (next?.text === "(" && CALLS.has(name)) return styles["call"];
  return NAMES.has(name) ? styles["keyword"] : undefined;
}

/** Colors the whole text at each change: a query has at most 10,000 characters. */
const colors = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colored(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = colored(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function colored(view: EditorView): DecorationSet {
  const tokens = tokenizeQuery(view.state.doc.toString());
  return Decoration.set(
    tokens.flatMap((token, at) => {
      const name = classOf(token, tokens[at + 1]);
      return name === undefined ? [] : [Decoration.mark({ class: name }).range(token.from, token.to)];
    }),
  );
}
