import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { completeQuery, type QueryField, type QueryOption } from "#components/query/language/complete-query.ts";
import styles from "./editor.module.css";

interface ShownOption {
  readonly label: string;
  readonly option?: QueryOption;
}

/** What fits at the cursor, as CodeMirror shows it. */
export function complete(context: CompletionContext, fields: readonly QueryField[]): CompletionResult | null {
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

/** Draws what is beside the name of an option. */
export function renderDetail(shown: ShownOption): Node {
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
