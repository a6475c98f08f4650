/** Words of up to this many characters may differ by one change, longer ones by two. */
const SHORT = 4;

/**
 * The name that was probably meant: the one that differs least from the typed word, by one change or, for longer words, two. Undefined if
 * there is none, if several differ as little, or if the word is itself a name.
 */
export function nearName(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  // A single character differs from too many names by one change.
  if (word.length < 2) return undefined;
  const most = word.length <= SHORT ? 1 : 2;
  let found: { readonly name: string; readonly distance: number; readonly single: boolean } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - word.length) > most) continue;
    const distance = distanceOf(word, name.toLowerCase());
    if (distance > most || distance > (found?.distance ?? most)) continue;
    found = { name, distance, single: distance !== found?.distance };
  }
  return found?.single === true && found.distance > 0 ? found.name : undefined;
}

/** How many characters have to be inserted, removed, replaced or exchanged with their neighbor (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (up: number, left: number) => rows[i - up]?.[j - left] ?? 0;
      const replaced = at(1, 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(2, 2) + 1 : replaced;
      row.push(Math.min(at(1, 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
