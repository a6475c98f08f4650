/** The line and the column of a position in a query, both counted from 1, as AWS counts them. */
export function errorPlace(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
