import type { ReactNode } from "react";
import styles from "./overview.module.css";

/** One part of the overview. A part that could not be read says so; the others stay. */
export function Panel({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={styles["panel"]}>
      <div className={styles["head"]}>
        <h2>{title}</h2>
        {aside === undefined ? null : <span className={styles["quiet"]}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}

export function PartFailed() {
  return (
    <p className={styles["quiet"]}>This part couldn’t be loaded. Reload the page. If the error repeats, see the log of the web process.</p>
  );
}

export function NoData({ children }: { readonly children: ReactNode }) {
  return <p className={styles["quiet"]}>– {children}</p>;
}

/** A number as it is displayed: "3,641"; a dash if there is none. */
export function numberText(value: number | null): string {
  return value === null ? "–" : value.toLocaleString("en");
}
