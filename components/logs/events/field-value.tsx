"use client";

import styles from "./details.module.css";
import { visibleText } from "./visible-text.ts";

const LONGEST = 20_000;
const SHORT = 80;

/** A JSON value; what holds others can be folded. Its text is shown as text, like all of a log. */
export function FieldValue({ value }: { readonly value: unknown }) {
  if (typeof value !== "object" || value === null) {
    return (
      <span className={typeof value === "string" ? styles["string"] : styles["scalar"]}>
        {visibleText(JSON.stringify(value) ?? "", false)}
      </span>
    );
  }
  const inside = JSON.stringify(value, null, 2);
  if (inside.length < SHORT) return <span>{visibleText(JSON.stringify(value), false)}</span>;
  return (
    <details>
      <summary>{Array.isArray(value) ? `array of ${value.length}` : `${Object.keys(value).length} fields`}</summary>
      <pre className={styles["whole"]} tabIndex={-1}>
        {visibleText(inside.slice(0, LONGEST), false)}
      </pre>
    </details>
  );
}
