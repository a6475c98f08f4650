import { createElement, Fragment, type ReactNode } from "react";
import styles from "./breaking-text.module.css";

/** A longer part would make a table wider than the screen. */
const LONGEST_WHOLE = 24;

/** A text with email addresses. It breaks at spaces, and after "@" and "." of an address; inside a part only if that is very long. */
export function BreakingText({ children }: { readonly children: string }) {
  const parts = children.split(/(?<=[@.])(?=[^\s@.])/);
  return createElement(Fragment, null, ...parts.flatMap((part, n) => (n === 0 ? [shown(part)] : [<wbr key={n} />, shown(part)])));
}

function shown(part: string): ReactNode {
  const isLong = part.split(" ").some((word) => word.length > LONGEST_WHOLE);
  return isLong ? <span className={styles["long"]}>{part}</span> : part;
}
