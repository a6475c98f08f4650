/**
 * How the node of a control is changed:
 * - a mutator of Stryker with the text that it puts in place of the node (https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/);
 * For what Stryker has no mutator:
 * - `remove`: the statement, the element of a list (argument, element, property) or the operand of a logical operator is missing;
 * - `argument`: a call is its first argument; `receiver`: a call is the value whose method it calls;
 * - `becomes`: other code is in its place. `$` in it is the source of the node.
 */
export type Change = { readonly mutator: string; readonly to: string } | "remove" | "argument" | "receiver" | { readonly becomes: string };

interface Mutated {
  /** What is possible without the control. */
  readonly title: string;
  /** The narrowest test file that must fail without the control. */
  readonly test: string;
  /** A part of the test names to run, if the whole test file would take long. */
  readonly only?: string;
}

/** A control in the code. Its place is described by its syntax, so that moving, formatting and most renaming do not concern it. */
export interface CodeControl extends Mutated {
  /** The declaration that contains the control (`judgeRun`), a declaration beside it (`judgeRun > isWhole`), or the path of a file. */
  readonly in: string;
  /** The selector of esquery that matches exactly one node inside it. */
  readonly at: string;
  readonly change: Change;
}

/** A control in the SQL files of `db/`: a text that is replaced wherever it occurs. */
export interface SqlControl extends Mutated {
  readonly sql: string;
  readonly becomes: string;
}

export type Control = CodeControl | SqlControl;

type Row = readonly [title: string, place: string, at: string, change: Change, only?: string];

/** The controls that one test file protects. */
export function controlsOf(test: string, rows: readonly Row[]): readonly CodeControl[] {
  return rows.map(([title, place, at, change, only]) => ({ title, in: place, at, change, test, ...(only !== undefined && { only }) }));
}

/** The condition never holds. */
export const NEVER: Change = { mutator: "ConditionalExpression", to: "false" };

/** The condition always holds. */
export const ALWAYS: Change = { mutator: "ConditionalExpression", to: "true" };

/** The text is empty. */
export const EMPTY_TEXT: Change = { mutator: "StringLiteral", to: '""' };

export const becomes = (code: string): Change => ({ becomes: code });
