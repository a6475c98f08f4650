"use client";

import { type ReactNode, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { countText } from "#components/ui/count-text.ts";
import styles from "./narrow.module.css";

interface GroupsFieldProps {
  readonly chosen: readonly string[];
  /** The lists that the field opens. */
  readonly children: ReactNode;
}

/** On a narrow screen: the chosen log groups as one field, which opens the list to choose from. It is open while none is chosen. */
export function GroupsField({ chosen, children }: GroupsFieldProps) {
  const [open, setOpen] = useState(chosen.length === 0);
  return (
    <details className={styles["field"]} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{chosen.length === 0 ? "Choose log groups" : countText(chosen.length, "log group")}</span>
        {chosen.length > 0 && <small>{visibleText(chosen.join(", "), true)}</small>}
      </summary>
      <div className={styles["lists"]}>{children}</div>
    </details>
  );
}
