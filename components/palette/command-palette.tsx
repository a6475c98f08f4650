"use client";

import Icon from "@cloudscape-design/components/icon";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { countText } from "#components/ui/count-text.ts";
import { LONGEST_PALETTE_TEXT } from "#kernel/palette/palette-view.ts";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import styles from "./palette.module.css";
import { type PaletteEntry, paletteGroups } from "./palette-entries.ts";
import { PaletteGroupList } from "./palette-group-list.tsx";
import type { FindInPortal } from "./palette-provider.tsx";
import { rememberPlace } from "./recent-places.ts";
import { type PaletteSearch, usePaletteSearch } from "./use-palette-search.ts";

interface CommandPaletteProps {
  readonly viewer: ViewerView;
  readonly find: FindInPortal;
  readonly onClose: () => void;
  readonly onOpen: (href: string, newTab: boolean) => void;
  readonly onSwitch: (customerId: string) => void;
}

/**
 * The command palette: a dialog with a combobox and a grouped listbox (ARIA Authoring Practices, "Combobox with list autocomplete"). It goes
 * to a page and changes nothing by itself. Entries that are not available stay visible with the reason.
 */
export function CommandPalette(props: CommandPaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const palette = usePaletteState(props, () => dialog.current?.close());
  const { viewer } = props;
  const { text, search, groups, entries, active } = palette;
  const optionId = (entry: PaletteEntry) => `${listId}-${entries.indexOf(entry)}`;
  const activeId = active === undefined ? undefined : optionId(active);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);
  return (
    // A click beside it closes it too, in browsers that know `closedby`.
    <dialog ref={dialog} className={styles["palette"]} aria-label="Search and actions" closedby="any" onClose={props.onClose}>
      <div className={styles["body"]}>
        <div className={styles["head"]}>
          <Icon name="search" />
          <input
            type="text"
            role="combobox"
            aria-label="Search"
            aria-expanded={entries.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            placeholder={viewer.kind === "staff" ? "Find a customer, connection, ID, or action" : "Find a connection, log group, or action"}
            autoComplete="off"
            spellCheck={false}
            maxLength={LONGEST_PALETTE_TEXT}
            value={text}
            onChange={(event) => palette.setText(event.target.value)}
            onKeyDown={palette.onKeyDown}
          />
          <span role="status" className={styles["count"]}>
            {statusOf(search, text, entries.length)}
          </span>
          <button type="button" className={styles["close"]} aria-label="Close search" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        <div className={styles["list"]} id={listId} role="listbox" aria-label="Results" aria-busy={search.searching}>
          {groups.map((group) => (
            <PaletteGroupList key={group.title} {...{ group, text, active, optionId }} onHover={palette.select} onChoose={palette.choose} />
          ))}
        </div>
        <Notice search={search} text={text} found={entries.length} />
        <Keys />
      </div>
    </dialog>
  );
}

/** What is typed, what is found for it, which entry is active, and what choosing one does. */
function usePaletteState({ viewer, find, onOpen, onSwitch }: CommandPaletteProps, close: () => void) {
  const whose = viewer.kind === "staff" ? "staff" : viewer.customerId;
  const [text, setText] = useState("");
  const [selected, select] = useState<string | null>(null);
  const search = usePaletteSearch(find, whose, text);
  const groups = paletteGroups(viewer, text, search.answer, search.answered === text.trim());
  const entries = groups.flatMap((group) => group.entries);
  const active = entries.find(({ id }) => id === selected) ?? entries[0];
  const choose = ({ unavailable, remembered, goTo }: PaletteEntry, newTab: boolean) => {
    if (unavailable !== null) return;
    if (remembered !== null) rememberPlace(whose, remembered);
    if (!newTab) close();
    if ("href" in goTo) onOpen(goTo.href, newTab);
    else onSwitch(goTo.customerId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (active === undefined || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (step === undefined) choose(active, event.ctrlKey || event.metaKey);
    else select(entries.at((entries.indexOf(active) + step) % entries.length)?.id ?? null);
  };
  const type = (next: string) => {
    setText(next);
    select(null);
  };
  return { text, setText: type, search, groups, entries, active, select, choose, onKeyDown };
}

function statusOf({ searching, failure }: PaletteSearch, text: string, count: number): string {
  if (searching) return text.trim() === "" ? "Loading…" : "Searching…";
  return failure !== null || text.trim() === "" ? "" : countText(count, "result");
}

/** What there is to say below the list: a failure, or that nothing was found. */
function Notice({ search, text, found }: { readonly search: PaletteSearch; readonly text: string; readonly found: number }) {
  if (search.failure !== null)
    return (
      <p role="alert" className={styles["notice"]}>
        {search.failure.message}{" "}
        <button type="button" onClick={search.retry}>
          Search again
        </button>
      </p>
    );
  if (found > 0 || search.searching) return null;
  return <p className={styles["notice"]}>Nothing found for “{text.trim()}”. Try the beginning of a name, or an ID.</p>;
}

function Keys() {
  return (
    <div className={styles["foot"]} aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> Move
      </span>
      <span>
        <kbd>↵</kbd> Open
      </span>
      <span>
        <kbd>Ctrl</kbd> <kbd>↵</kbd> Open in new tab
      </span>
      <span>
        <kbd>Esc</kbd> Close
      </span>
    </div>
  );
}
