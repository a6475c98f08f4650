import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
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
import { completeQuery, type QueryField, type QueryOption } from "#components/query/language/complete-query.ts";
import { COMMANDS, FUNCTIONS, KEYWORDS } from "#components/query/language/insights-words.ts";
import { type QueryToken, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import styles from "./editor.module.css";

/** A place of the query that AWS rejected, as positions in its text. */
export interface QueryProblem {
  readonly from: number;
  readonly to: number;
}

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
  setProblem(problem: QueryProblem | null): void;
  focus(): void;
  destroy(): void;
}

/** The accessible name of the editor, and of the plain text field that is shown until the editor is loaded. */
const EDITOR_NAME = "Query";

const setProblem = StateEffect.define<QueryProblem | null>();
const problemMark = Decoration.mark({ class: styles["problem"] ?? "" });

/** The underlined place. An edit removes it, because it was an answer to the text before. */
const problemField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { effects, docChanged, state }) {
    const effect = effects.findLast((each) => each.is(setProblem));
    if (effect === undefined) return docChanged ? Decoration.none : shown;
    const problem = effect.value as QueryProblem | null;
    if (problem === null) return Decoration.none;
    // A mark needs a character, also when AWS points behind the last one.
    const to = Math.min(Math.max(problem.to, problem.from + 1), state.doc.length);
    const from = Math.min(problem.from, Math.max(0, to - 1));
    return from < to ? Decoration.set([problemMark.range(from, to)]) : Decoration.none;
  },
  provide: (field) => EditorView.decorations.from(field),
});

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
        problemField,
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
          { key: "F8", run: goToProblem },
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
    setProblem(problem) {
      // Each transaction writes the editor's selection to the page, over one that the browser has just made.
      if (problem === null && view.state.field(problemField).size === 0) return;
      // The cursor is at the problem, so that typing corrects it.
      const at = problem === null ? {} : { selection: { anchor: Math.min(problem.from, view.state.doc.length) } };
      view.dispatch({ effects: setProblem.of(problem), ...at });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function goToProblem(view: EditorView): boolean {
  const place = view.state.field(problemField).iter();
  if (place.value === null) return false;
  view.dispatch({ selection: { anchor: place.from, head: place.to }, scrollIntoView: true });
  return true;
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

interface ShownOption {
  readonly label: string;
  readonly option?: QueryOption;
}

function complete(context: CompletionContext, fields: readonly QueryField[]): CompletionResult | null {
  const found = completeQuery(context.state.doc.toString(), context.pos, fields, context.explicit);
  if (found === undefined) return null;
  const ranks = { "Fields in the chosen log groups": 0, Functions: 1, Commands: 2 };
  return {
    from: found.from,
    // The list is made again with each character: it depends on what is before it too.
    filter: false,
    options: found.options.map((option) => ({
      label: option.label,
      option,
      section: { name: option.section, rank: ranks[option.section] },
      apply: (view: EditorView, _: unknown, from: number, to: number) => insert(view, option, from, to),
      ...(option.help && { info: () => helpOf(option) }),
    })),
  };
}

/** Inserts an option and puts the cursor where it continues. */
function insert(view: EditorView, { insert: text, section }: QueryOption, from: number, to: number): void {
  const cursor = section === "Fields in the chosen log groups" ? -1 : text.lastIndexOf("|");
  const [before, after] = cursor < 0 ? [text, ""] : [text.slice(0, cursor), text.slice(cursor + 1)];
  view.dispatch({
    changes: { from, to, insert: before + after },
    selection: { anchor: from + before.length },
    userEvent: "input.complete",
  });
}

function renderDetail(shown: ShownOption): Node {
  const line = element("span", styles["detail"]);
  const { option } = shown;
  if (option === undefined) return line;
  line.append(element("span", styles["takes"], option.detail), element("span", styles["returns"], option.returns));
  if (option.share !== undefined) {
    const bar = element("span", styles["share"]);
    const filled = element("span", styles["filled"]);
    filled.style.inlineSize = `${Math.round(option.share * 100)}%`;
    bar.append(filled);
    line.append(bar, element("span", styles["percent"], `${Math.round(option.share * 100)}%`));
  }
  return line;
}

function helpOf({ label, detail, returns, help }: QueryOption): Node {
  const panel = element("div", styles["help"]);
  panel.append(element("code", undefined, `${label}${detail.startsWith("(") ? `${detail} ${returns}` : ""}`));
  panel.append(element("p", undefined, help?.does ?? ""));
  if (help?.example !== undefined) panel.append(element("pre", undefined, help.example));
  return panel;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className?: string, text?: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
