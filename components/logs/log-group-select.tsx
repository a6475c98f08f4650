"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import { bytesText } from "./bytes-text.ts";
import { railNote } from "./log-groups-rail.tsx";
import styles from "./rail.module.css";
import type { LogGroups } from "./use-log-groups.ts";

interface LogGroupSelectProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  readonly onChoose: (group: string) => void;
}

/** The log groups on a narrow screen: one field, with the same search and the same pages as the table. */
export function LogGroupSelect({ groups: found, prefix, chosen, onChoose }: LogGroupSelectProps) {
  const { groups, loading, failure, hasMore, find, more } = found;
  const known = groups.find(({ name }) => name === chosen);
  const optionOf = (name: string, bytes: number | null | undefined) => ({
    value: name,
    label: name,
    ...(typeof bytes === "number" && { description: `${bytesText(bytes)} stored` }),
  });
  return (
    <section className={styles["rail"]} aria-label="Choose a log group">
      <FailureAlert failure={failure} onDismiss={() => find("")} />
      <FormField label="Log group" stretch>
        <Select
          selectedOption={chosen === null ? null : optionOf(chosen, known?.storedBytes)}
          options={groups.map(({ name, storedBytes }) => optionOf(name, storedBytes))}
          placeholder="Choose a log group"
          filteringType="manual"
          filteringAriaLabel="Find log group"
          filteringPlaceholder="Find log group"
          statusType={loading ? "loading" : hasMore ? "pending" : "finished"}
          loadingText="Asking AWS for the log groups …"
          empty={railNote(found, prefix)}
          onLoadItems={({ detail }) => {
            if (!detail.firstPage) more();
            else if (detail.filteringText !== found.search) find(detail.filteringText);
          }}
          onChange={({ detail }) => detail.selectedOption.value !== undefined && onChoose(detail.selectedOption.value)}
          triggerVariant="option"
          expandToViewport
        />
      </FormField>
    </section>
  );
}
