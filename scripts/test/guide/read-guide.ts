/** The two ways to run the portal between which a reader chooses. */
export type GuideForm = "folder" | "image";

/** A block of commands in a document. */
export interface Block {
  readonly document: string;
  /** The line of its first command, from 1. */
  readonly line: number;
  readonly text: string;
  /** Why the test does not execute it; undefined for a block that it executes. */
  readonly notExecuted: string | undefined;
  /** The only form that it is for; undefined for a block of both. */
  readonly form: GuideForm | undefined;
  /** The heading of the second level that it is under; empty before the first one. */
  readonly section: string;
}

const NOT_EXECUTED = /^(.+) _Not run by the test: (.+)\._$/;
const FORM = /^\*\*(Folder|Image):\*\*/;

/**
 * The blocks marked `sh` of a document, in order. A block is not executed if the paragraph before it ends with `_Not run by the test: REASON._`; the
 * paragraph must first say what a reader does with the block, which does not follow from the reason. A block is for one form only if that paragraph
 * begins with `**Folder:**` or `**Image:**`.
 * @throws Error for a block that does not end, for one in another language of a shell, which would never be executed, and for a reason that is written in
 *   another way or comes first
 */
export function readBlocks(document: string, text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let paragraph = "";
  let section = "";
  for (let n = 0; n < lines.length; n += 1) {
    const [, indent = "", language = ""] = /^(\s*)```(\w*)\s*$/.exec(lines[n] ?? "") ?? [];
    if (!lines[n]?.trim().startsWith("```")) {
      if (lines[n]?.trim()) paragraph = lines[n]?.trim() ?? "";
      section = /^## (.+)$/.exec(paragraph)?.[1] ?? section;
      continue;
    }
    const end = lines.findIndex((line, m) => m > n && line.trim() === "```");
    if (end < 0) throw new Error(`${document}:${n + 1}: the block does not end`);
    if (["bash", "shell", "console", ""].includes(language))
      throw new Error(`${document}:${n + 1}: mark the block with sh, or another language`);
    const notExecuted = NOT_EXECUTED.exec(paragraph)?.[2];
    if (notExecuted === undefined && paragraph.includes("by the test"))
      throw new Error(`${document}:${n + 1}: write "WHAT A READER DOES. _Not run by the test: REASON._" before the block`);
    if (language === "sh")
      blocks.push({
        document,
        line: n + 2,
        text: lines
          .slice(n + 1, end)
          .map((line) => line.slice(Math.min(indent.length, line.search(/\S|$/))))
          .join("\n"),
        notExecuted,
        form: FORM.exec(paragraph)?.[1]?.toLowerCase() as GuideForm | undefined,
        section,
      });
    paragraph = "";
    n = end;
  }
  return blocks;
}

const ASSIGNMENT = /^([A-Z][A-Z0-9_]*)=/;

/** The variables that a block sets in its first lines, which a reader may change. They end at the first other line, or at a value of several lines. */
export function valuesOf(block: Block): readonly string[] {
  const names: string[] = [];
  for (const line of block.text.split("\n")) {
    const name = ASSIGNMENT.exec(line)?.[1];
    if (name === undefined) break;
    names.push(name);
    const quotes = line.replace(/#.*$/, "").split('"').length - 1;
    if (quotes % 2 === 1) break;
  }
  return names;
}

/** The text of a block with other values, as a reader changes them. Only the first lines of the block change. */
export function withValues(block: Block, values: Readonly<Record<string, string>>): string {
  const count = valuesOf(block).length;
  return block.text
    .split("\n")
    .map((line, n) => {
      const name = ASSIGNMENT.exec(line)?.[1];
      const value = n < count && name !== undefined ? values[name] : undefined;
      return value === undefined ? line : `${name}='${value}'`;
    })
    .join("\n");
}
