import type { ReactNode } from "react";
import styles from "./chart.module.css";

/** The frame of a chart of groups, with the name of its aggregate. */
export function GroupPanel({ name, by, children }: { readonly name: string; readonly by: string; readonly children: ReactNode }) {
  return (
    <figure className={styles["panel"]}>
      <figcaption>
        <span className="mono">{name}</span>
        <span className={styles["by"]}>by {by}</span>
      </figcaption>
      {children}
    </figure>
  );
}
