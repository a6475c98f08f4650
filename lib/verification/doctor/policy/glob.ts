/** An IAM pattern: single characters and the two wildcards, `any` for `*` and `one` for `?`. */
export type Glob = readonly (string | "any" | "one")[];

/** Reads a pattern, with `*` and `?` as wildcards. */
export function globOf(pattern: string): Glob {
  return [...pattern].map((char) => (char === "*" ? "any" : char === "?" ? "one" : char));
}

/** A pattern that matches only this text. */
export function literal(text: string): Glob {
  return [...text];
}

/** Whether the whole value matches. It backtracks only to the last `*`, so that no pattern takes exponential time. */
export function fits(glob: Glob, value: string): boolean {
  const chars = [...value];
  let [g, c, star, mark] = [0, 0, -1, 0];
  while (c < chars.length) {
    const piece = glob[g];
    if (piece === "any") {
      star = g++;
      mark = c;
    } else if (piece !== undefined && (piece === "one" || piece === chars[c])) {
      g += 1;
      c += 1;
    } else if (star >= 0) {
      g = star + 1;
      c = ++mark;
    } else return false;
  }
  while (glob[g] === "any") g += 1;
  return g === glob.length;
}
