/** A place in a text as editors count it: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionIn(text: string, at: number): Position {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
