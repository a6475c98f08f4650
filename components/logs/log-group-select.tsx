"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import { bytesText } from "./bytes-text.ts";
import { railNote } from "./log-groups-rail.tsx";
import styles from "./rail.module.css";
import type { LogGroups } from "./use-log-groups.ts";
import { visibleText } from "./visible-text.ts";

interface LogGroupSelectProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  readonly onChoose: (group: string) => void;
  readonly isInFlow: (group: string) => boolean;
  /** Null while no further one can be read along. */
  readonly onAdd: ((group: string) => void) | null;
}

/** The log groups on a narrow screen: a field, with the same search and the same pages as the table, and one for reading more along. */
export function LogGroupSelect({ groups: found, prefix, chosen, onChoose, isInFlow, onAdd }: LogGroupSelectProps) {
  const { groups, loading, failure, hasMore, find, more } = found;
  const known = groups.find(({ name }) => name === chosen);
  const optionOf = (name: string, bytes: number | null | undefined) => ({
    value: name,
    label: visibleText(name, true),
    ...(typeof bytes === "number" && { description: `${bytesText(bytes)} stored` }),
  });
  const shared: Partial<SelectProps> = {
    filteringType: "manual",
    filteringPlaceholder: "Find log group",
    statusType: loading ? "loading" : hasMore ? "pending" : "finished",
    loadingText: "Asking AWS for the log groups …",
    empty: railNote(found, prefix),
    onLoadItems: ({ detail }) => {
      if (!detail.firstPage) more();
      else if (detail.filteringText !== found.search) find(detail.filteringText);
    },
    triggerVariant: "option",
    expandToViewport: true,
  };
  return (
    <section className={styles["rail"]} aria-label="Choose a log group">
      <FailureAlert failure={failure} onDismiss={() => find("")} />
      <FormField label="Log group" stretch>
        <Select
          {...shared}
          selectedOption={chosen === null ? null : optionOf(chosen, known?.storedBytes)}
          options={groups.map(({ name, storedBytes }) => optionOf(name, storedBytes))}
          placeholder="Choose a log group"
          filteringAriaLabel="Find log group"
          onChange={({ detail }) => detail.selectedOption.value !== undefined && onChoose(detail.selectedOption.value)}
        />
      </FormField>
      {chosen !== null && onAdd !== null && (
        <Select
          {...shared}
          selectedOption={null}
          options={groups.filter(({ name }) => !isInFlow(name)).map(({ name, storedBytes }) => optionOf(name, storedBytes))}
          placeholder="Add a log group to the flow"
          ariaLabel="Add a log group to the flow"
          filteringAriaLabel="Find log group to add"
          onChange={({ detail }) => detail.selectedOption.value !== undefined && onAdd(detail.selectedOption.value)}
        />
      )}
    </section>
  );
}
