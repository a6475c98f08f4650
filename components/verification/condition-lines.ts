/**
 * The numbers (from 0) of the lines inside each `Condition` of a pretty-printed policy: what a trust policy must hold,
 * and what stands out when it is shown.
 */
export function conditionLines(policy: string): ReadonlySet<number> {
  const marked = new Set<number>();
  let depth: number | null = null;
  policy.split("\n").forEach((line, number) => {
    const indent = line.length - line.trimStart().length;
    if (depth !== null && indent <= depth) depth = null;
    if (depth !== null) marked.add(number);
    if (/^\s*"Condition": \{$/.test(line)) depth = indent;
  });
  return marked;
}
