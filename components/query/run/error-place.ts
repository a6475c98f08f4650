/** What AWS says about a mistake, without its place where the page says that: AWS counts it otherwise, from 0. */
export function withoutPlace(message: string): string {
  return message.replace(/ at line \d+ and position \d+/, "");
}

/** The line and the column of a position in a query, both counted from 1, as editors count them. */
export function errorPlace(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
