import Checkbox from "@cloudscape-design/components/checkbox";
import type { FacetView } from "#lib/staff/shared/list-view.ts";
import styles from "./lists.module.css";

export interface FacetProps {
  readonly facet: FacetView;
  readonly chosen: readonly string[];
  onToggle(value: string, isChosen: boolean): void;
}

/** One value of a filter with its number. */
export function FacetValue(props: {
  readonly option: FacetView["options"][number];
  readonly isChosen: boolean;
  onToggle(value: string, isChosen: boolean): void;
}) {
  const { value, label, count } = props.option;
  return (
    <div className={styles["facet"]}>
      <Checkbox
        checked={props.isChosen}
        onChange={({ detail }) => props.onToggle(value, detail.checked)}
        ariaLabel={count === null ? label : `${label}, ${count.toLocaleString("en")}`}
      >
        {label}
      </Checkbox>
      {count === null ? null : (
        <span aria-hidden="true" className={styles["number"]}>
          {count.toLocaleString("en")}
        </span>
      )}
    </div>
  );
}
