import styles from "./policy-view.module.css";

/** A policy as JSON with numbered lines. With `marks`, its conditions are highlighted. It scrolls inside its own box. */
export function PolicyView({ policy, label, marks }: { readonly policy: string; readonly label: string; readonly marks?: "conditions" }) {
  const marked = marks === undefined ? new Set<number>() : conditionLines(policy);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={styles["frame"]}>
      <ol className={styles["lines"]}>
        {policy.split("\n").map((line, index) => (
          <li key={index} className={marked.has(index) ? styles["marked"] : ""}>
            <code>{highlighted(line)}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Splits a line into keys and strings for syntax coloring. A string followed by a colon is a key. */
function highlighted(line: string) {
  return line.split(/("(?:[^"\\]|\\.)*")/).map((part, index, parts) => {
    if (!part.startsWith('"')) return part;
    const kind = parts[index + 1]?.startsWith(":") === true ? "key" : "text";
    return (
      <span key={index} className={styles[kind]}>
        {part}
      </span>
    );
  });
}

/**
 * The numbers (from 0) of the lines inside each `Condition` of a pretty-printed policy, which are highlighted when the
 * policy is shown.
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
