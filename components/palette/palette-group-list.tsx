import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import { useId } from "react";
import styles from "./palette.module.css";
import { matchedParts, type PaletteEntry, type PaletteGroup } from "./palette-entries.ts";
import { PaletteStatus } from "./palette-status.tsx";

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
    // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options with this role
    <div role="group" aria-labelledby={title} className={styles["group"]}>
      <div id={title} className={styles["title"]}>
        {group.title}
      </div>
      {group.entries.map((entry) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox, which keeps the focus
        <div
          key={entry.id}
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
          <Icon name={entry.unavailable === null ? ICONS[entry.icon] : "lock-private"} />
          <span className={styles["text"]}>
            {matchedParts(entry.text, text).map(({ text: part, matches }, n) =>
              matches ? <mark key={n}>{part}</mark> : <span key={n}>{part}</span>,
            )}
            {entry.unavailable === null && entry.detail !== "" && <span className={styles["detail"]}> {entry.detail}</span>}
          </span>
          {entry.unavailable !== null && <span className={styles["reason"]}>{entry.unavailable}</span>}
          {entry.status !== null && <PaletteStatus status={entry.status} />}
        </div>
      ))}
    </div>
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
