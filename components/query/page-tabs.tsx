import styles from "./page-tabs.module.css";

interface PageTabsProps {
  readonly eventsHref: string;
  readonly queryHref: string;
  readonly current: "events" | "query";
}

/** Switches between the events of log groups and queries over them; both keep the log groups and the range. A filter becomes part of the query, and a query has no filter. */
export function PageTabs({ eventsHref, queryHref, current }: PageTabsProps) {
  return (
    <nav className={styles["tabs"]} aria-label="Events or query">
      <a href={eventsHref} aria-current={current === "events" ? "page" : undefined}>
        Events
      </a>
      <a href={queryHref} aria-current={current === "query" ? "page" : undefined}>
        Query
      </a>
    </nav>
  );
}
