"use client";

import Button from "@cloudscape-design/components/button";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import type { LogsAddress } from "#components/logs/search/logs-address.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { railNote } from "./groups-table.tsx";
import styles from "./rail.module.css";
import type { SourceChoice } from "./source-choice.ts";
import type { Favorites } from "./use-favorites.ts";
import type { LogGroups } from "./use-log-groups.ts";

interface LogGroupSelectProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  readonly favorites: Favorites;
  readonly recent: readonly string[];
  readonly onChoose: (group: string) => void;
}

/** The log groups on a narrow screen: a field with the same search, pages, favorites and recent groups as the table. */
export function LogGroupSelect({ groups: found, prefix, chosen, favorites, recent, onChoose }: LogGroupSelectProps) {
  const known = found.items.find(({ name }) => name === chosen);
  const displayName = chosen === null ? "" : visibleText(chosen, true);
  const starred = chosen !== null && favorites.groups.includes(chosen);
  return (
    <section className={styles["rail"]} aria-label="Choose a log group">
      <FailureAlert failure={found.failure} onDismiss={found.again} />
      <FailureAlert failure={favorites.failure} onDismiss={favorites.dismiss} />
      <div className={styles["groupField"]}>
        <Select
          {...fieldOf(found, prefix)}
          selectedOption={chosen === null ? null : optionOf(chosen, known?.storedBytes)}
          options={optionsOf(found, favorites.groups, recent)}
          placeholder="Choose a log group"
          ariaLabel="Log group"
          filteringAriaLabel="Find log group"
          triggerVariant="option"
          onChange={({ detail }) => detail.selectedOption.value !== undefined && onChoose(detail.selectedOption.value)}
        />
        {chosen !== null && (
          <Button
            variant="icon"
            iconName={starred ? "star-filled" : "star"}
            ariaLabel={`Favorite: ${displayName}`}
            nativeButtonAttributes={{ "aria-pressed": starred }}
            onClick={() => favorites.toggle(chosen)}
          />
        )}
      </div>
    </section>
  );
}

interface MoreLogGroupsProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly sources: SourceChoice;
  readonly onSources: (change: Partial<LogsAddress>) => void;
}

/** A field that adds a log group to the search. */
export function MoreLogGroups({ groups: found, prefix, sources, onSources }: MoreLogGroupsProps) {
  const add = (group: string | undefined) => {
    const change = group === undefined ? null : sources.change(group);
    if (change !== null) onSources(change);
  };
  return (
    <Select
      {...fieldOf(found, prefix)}
      selectedOption={null}
      options={found.items.filter(({ name }) => !sources.has(name)).map(({ name, storedBytes }) => optionOf(name, storedBytes))}
      placeholder="Add another log group"
      ariaLabel="Add another log group"
      filteringAriaLabel="Find log group to add"
      onChange={({ detail }) => add(detail.selectedOption.value)}
    />
  );
}

function fieldOf(found: LogGroups, prefix: string): Partial<SelectProps> {
  const { loading, hasMore, find, more } = found;
  return {
    filteringType: "manual",
    filteringPlaceholder: "Find log group",
    statusType: loading ? "loading" : hasMore ? "pending" : "finished",
    loadingText: "Loading log groups…",
    empty: railNote(found, prefix),
    onLoadItems: ({ detail }) => {
      if (!detail.firstPage) more();
      else if (detail.filteringText !== found.search) find(detail.filteringText);
    },
    expandToViewport: true,
  };
}

/** Favorites and recent groups first, unless a search is active; each name once. */
function optionsOf({ items, search }: LogGroups, favorites: readonly string[], recent: readonly string[]): SelectProps.Options {
  const all = items.map(({ name, storedBytes }) => optionOf(name, storedBytes));
  const others = recent.filter((name) => !favorites.includes(name));
  if (search !== "" || favorites.length + others.length === 0) return all;
  const listed = new Set([...favorites, ...others]);
  return [
    { label: "Favorites", options: favorites.map((name) => optionOf(name, null)) },
    { label: "Recent", options: others.map((name) => optionOf(name, null)) },
    { label: "Log groups", options: all.filter(({ value }) => !listed.has(value)) },
  ].filter(({ options }) => options.length > 0);
}

function optionOf(name: string, bytes: number | null | undefined) {
  return {
    value: name,
    label: visibleText(name, true),
    ...(typeof bytes === "number" && { description: `${bytesText(bytes)} stored` }),
  };
}
