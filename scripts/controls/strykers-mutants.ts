import { Instrumenter } from "@stryker-mutator/instrumenter";
import type { SyntaxNode } from "./parse-source.ts";

const nothing = () => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };
const instrumenter = new Instrumenter({
  ...silent,
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
});

/** What Stryker puts in place of exactly this node. */
export async function strykersMutants(file: string, text: string, node: SyntaxNode) {
  const range = { start: position(text, node.start), end: position(text, node.end) };
  const { mutants } = await instrumenter.instrument([{ name: file, content: text, mutate: [range] }], {
    ignorers: [],
    excludedMutations: [],
    plugins: null,
  });
  const isSame = (a: Position, b: Position) => a.line === b.line && a.column === b.column;
  return mutants.filter(({ location }) => isSame(location.start, range.start) && isSame(location.end, range.end));
}

/** Line and column, both from 0, as Stryker counts them. */
interface Position {
  readonly line: number;
  readonly column: number;
}

function position(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}
