import type { Change, CodeControl, Control } from "./code-control.ts";
import { NotFound, type Region, type SourceFiles } from "./find-region.ts";
import { childrenOf, type FoundNode, parseSource, type SyntaxNode, selectNodes } from "./parse-source.ts";
import { strykersMutants } from "./strykers-mutants.ts";

/** The source files without one control. */
export interface Mutant {
  /** The changed files and their new texts. */
  readonly files: ReadonlyMap<string, string>;
  /** The test file that must fail. */
  readonly test: string;
}

/**
 * Removes a control from the text of its file.
 *
 * @throws NotFound if the control or its test cannot be found, is ambiguous, or if the result is not valid code; the message says which
 */
export async function makeMutant(sources: SourceFiles, control: Control): Promise<Mutant> {
  const test = sources.find(control.test, "tests");
  if (control.only !== undefined && !sources.text(test).includes(control.only))
    throw new NotFound(`${test} has no test whose name contains "${control.only}".`);
  if ("sql" in control) return { files: sources.replaceInSql(control.sql, control.becomes), test };
  const region = sources.region(control.in);
  const text = await changed(region, findNode(region, control), control.change);
  if (text === region.text) throw new NotFound(`The change leaves ${region.file} as it is.`);
  checkMutant(region, text, control.change);
  return { files: new Map([[region.file, text]]), test };
}

function findNode({ file, tree }: Region, { at }: CodeControl): FoundNode {
  const [found, ...others] = selectNodes(tree, at);
  if (found === undefined) throw new NotFound(`Nothing in ${file} matches ${at}.`);
  if (others.length > 0) throw new NotFound(`${others.length + 1} places in ${file} match ${at}.`);
  return found;
}

async function changed({ file, text }: Region, found: FoundNode, change: Change): Promise<string> {
  const { node } = found;
  if (change === "remove") return withoutNode(text, found);
  if (change === "argument" || change === "receiver") return replaced(text, node, sourceOf(text, insideOfCall(node, change)));
  if ("becomes" in change) return replaced(text, node, change.becomes.split("$").join(sourceOf(text, node)));
  const mutants = await strykersMutants(file, text, node);
  if (mutants.some(({ mutatorName, replacement }) => mutatorName === change.mutator && replacement === change.to))
    return replaced(text, node, change.to);
  const made = mutants.map(({ mutatorName, replacement }) => `${mutatorName} ${replacement}`).join(", ");
  throw new NotFound(`Stryker does not make ${change.mutator} ${change.to} of this code in ${file}, but ${made || "nothing"}.`);
}

function sourceOf(text: string, { start, end }: SyntaxNode): string {
  return text.slice(start, end);
}

function replaced(text: string, { start, end }: SyntaxNode, code: string): string {
  return text.slice(0, start) + code + text.slice(end);
}

type Call = SyntaxNode & { readonly arguments?: readonly SyntaxNode[]; readonly callee?: SyntaxNode & { readonly object?: SyntaxNode } };

/** The first argument of a call, or what its method is called on. */
function insideOfCall(node: Call, which: "argument" | "receiver"): SyntaxNode {
  const inside = which === "argument" ? node.arguments?.[0] : node.callee?.object;
  if (inside === undefined) throw new NotFound(`This ${node.type} has no ${which}.`);
  return inside;
}

type Operation = SyntaxNode & { readonly left?: SyntaxNode; readonly right?: SyntaxNode };

/** The text without a statement, without an element of a list and its comma, or without an operand of a logical operator. */
function withoutNode(text: string, { node, parent }: FoundNode): string {
  if (/Statement$|Declaration$/.test(node.type)) return replaced(text, node, ";");
  if (parent?.type === "LogicalExpression") {
    const { left, right }: Operation = parent;
    const kept = left === node ? right : left;
    return kept === undefined ? text : replaced(text, parent, `(${sourceOf(text, kept)})`);
  }
  const isInList = parent !== null && Object.values(parent).some((value) => Array.isArray(value) && value.includes(node));
  if (!isInList) throw new NotFound(`A ${node.type} can be removed only from arguments, elements, properties or a logical operator.`);
  const before = text.slice(0, node.start);
  const after = text.slice(node.end);
  const comma = /^\s*,/.exec(after);
  return comma === null ? before.replace(/,\s*$/, "") + after : before + after.slice(comma[0].length);
}

/** Code that does not parse, or that uses a name that does not exist there, would fail every test and so say nothing. */
function checkMutant(region: Region, mutated: string, change: Change): void {
  let tree: SyntaxNode;
  try {
    tree = parseSource(region.file, mutated);
  } catch (error) {
    throw new NotFound(
      `Without the control, ${region.file} is not valid code: ${error instanceof Error ? error.message : "unknown error"}`,
    );
  }
  if (typeof change === "string" || !("becomes" in change)) return;
  const { type, start } = region.tree;
  const [after = tree] = selectNodes(tree, type).flatMap(({ node }) => (node.start === start ? [node] : []));
  const known = new Set([
    ...usedNames(region.tree),
    ...namesOf(parseSource(region.file, region.text), TOP_LEVEL),
    ...namesOf(after, PARAMETERS),
  ]);
  const unknown = [...usedNames(after)].filter((name) => !known.has(name) && !(name in globalThis));
  if (unknown.length > 0) throw new NotFound(`The code "${change.becomes}" uses names that do not exist there: ${unknown.join(", ")}.`);
}

type Details = SyntaxNode & { readonly name?: unknown; readonly computed?: unknown; readonly key?: unknown; readonly property?: unknown };

/** The names in a tree that stand for something, so not the keys of objects and members. */
function usedNames(node: Details): ReadonlySet<string> {
  if (node.type === "Identifier") return new Set([String(node.name)]);
  const keys = node.computed === true ? [] : [node.key, node.property];
  return new Set(childrenOf(node).flatMap((child) => (keys.includes(child) ? [] : [...usedNames(child)])));
}

const PARAMETERS = ":function > Identifier.params";
const TOP_LEVEL = ["specifiers > .local", "id", "declarations > .id", "declaration > .id", "declaration > .declarations > .id"]
  .map((path) => `Program > .body > .${path}`)
  .join(", ");

/** The names that the selected identifiers declare. */
function namesOf(tree: SyntaxNode, selector: string): readonly string[] {
  return selectNodes(tree, selector).map(({ node }) => String((node as Details).name));
}
