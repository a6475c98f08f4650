import { parse, parseExpression } from "@babel/parser";
import esquery from "esquery";

/** A node of a syntax tree as @babel/parser makes it. `start` and `end` are offsets in the text. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A node together with the node that contains it. */
export interface FoundNode {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | null;
}

/** What esquery's types allow as a tree: the names of Babel's nodes differ from those, but a selector can use them. */
type QueriedNode = Parameters<typeof esquery.traverse>[0];

/** What is not syntax, or is the same syntax a second time. */
const NOT_CHILDREN = new Set([
  "loc",
  "range",
  "extra",
  "errors",
  "tokens",
  "comments",
  "leadingComments",
  "trailingComments",
  "innerComments",
]);

/**
 * The syntax tree of a TypeScript file, or of a JSON file read as one expression.
 *
 * @throws SyntaxError if the text is not valid TypeScript or JSON
 */
export function parseSource(file: string, text: string): SyntaxNode {
  if (file.endsWith(".json")) return parseExpression(text) as SyntaxNode;
  return parse(text, { sourceType: "module", plugins: file.endsWith("x") ? ["typescript", "jsx"] : ["typescript"] }).program as SyntaxNode;
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

/** The nodes directly inside a node. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.entries(node)
    .filter(([key]) => !NOT_CHILDREN.has(key))
    .flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]))
    .filter(isSyntaxNode);
}

/**
 * The nodes that match a selector of esquery (https://github.com/estools/esquery), in the order of the source.
 *
 * @throws SyntaxError if the selector is malformed
 */
export function selectNodes(tree: SyntaxNode, selector: string): readonly FoundNode[] {
  const found: FoundNode[] = [];
  esquery.traverse(
    tree as unknown as QueriedNode,
    esquery.parse(selector),
    (node, parent) => found.push({ node: node as unknown as SyntaxNode, parent: parent as unknown as SyntaxNode | null }),
    { visitorKeys: {}, fallback: (node) => Object.keys(node).filter((key) => !NOT_CHILDREN.has(key)) },
  );
  return found;
}
