/** A pattern of IAM: characters, and the two wildcards by name (a character is one long, so they cannot be confused). */
export type Glob = readonly (string | "any" | "one")[];

/** `*` and `?` as wildcards, all else as it is. */
export function globOf(pattern: string): Glob {
  return [...pattern].map((char) => (char === "*" ? "any" : char === "?" ? "one" : char));
}

/** Every character as it is. */
export function literal(text: string): Glob {
  return [...text];
}

/** Whether the whole value fits. Goes back to the last `*` alone, so no pattern can make it slow. */
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
