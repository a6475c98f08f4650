import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useId } from "react";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import styles from "./palette.module.css";
import { matchedParts, type PaletteEntry, type PaletteGroup } from "./palette-entries.ts";

interface GroupProps {
  readonly group: PaletteGroup;
  readonly text: string;
  readonly active: PaletteEntry | undefined;
  readonly optionId: (entry: PaletteEntry) => string;
  readonly onHover: (id: string) => void;
  readonly onChoose: (entry: PaletteEntry, newTab: boolean) => void;
}

/** The entries of one group with its title. The focus stays in the text field, which names the active entry. */
export function PaletteGroupList({ group, text, active, optionId, onHover, onChoose }: GroupProps) {
  const title = useId();
  return (
    <fieldset aria-labelledby={title} className={styles["group"]}>
      <div id={title} className={styles["title"]}>
        {group.title}
      </div>
      {group.entries.map((entry) => (
        <button
          key={entry.id}
          type="button"
          id={optionId(entry)}
          role="option"
          tabIndex={-1}
          aria-selected={entry === active}
          aria-disabled={entry.unavailable !== null}
          className={styles["option"]}
          onMouseMove={() => onHover(entry.id)}
          // The focus stays in the text field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => onChoose(entry, event.ctrlKey || event.metaKey)}
        >
          <span className={styles["icon"]}>
            <Icon name={entry.unavailable === null ? ICONS[entry.icon] : "lock-private"} />
          </span>
          <span className={styles["text"]}>
            {matchedParts(entry.text, text).map(({ text: part, matches }, n) =>
              matches ? <mark key={n}>{part}</mark> : <span key={n}>{part}</span>,
            )}
            {entry.unavailable === null && entry.detail !== "" && <span className={styles["detail"]}> {entry.detail}</span>}
          </span>
          {entry.unavailable !== null && <span className={styles["reason"]}>{entry.unavailable}</span>}
          {entry.status !== null && (
            <span className={styles["status"]}>
              {entry.status === "suspended" ? (
                <StatusIndicator type="stopped">Suspended</StatusIndicator>
              ) : (
                <StatusIndicator type={STATUS_ICONS[entry.status]}>{STATUS_WORDS[entry.status]}</StatusIndicator>
              )}
            </span>
          )}
        </button>
      ))}
    </fieldset>
  );
}

const ICONS: Readonly<Record<PaletteEntry["icon"], IconProps.Name>> = {
  page: "file",
  action: "angle-right-double",
  customer: "group",
  connection: "share",
  person: "user-profile",
  "log-group": "list-view",
  "saved-search": "search",
  "saved-query": "star",
  "saved-view": "star",
};
