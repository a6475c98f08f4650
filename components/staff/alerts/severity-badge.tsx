import { SEVERITY_WORDS, type Severity } from "#kernel/alerts/severities.ts";
import styles from "./alerts.module.css";

/** A severity as a colored word. The color is never the only sign. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <span className={`${styles["badge"]} ${styles[severity]}`}>{SEVERITY_WORDS[severity]}</span>;
}
