"use client";

import Button from "@cloudscape-design/components/button";
import DateInput from "@cloudscape-design/components/date-input";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RoleSessionsFilter, RoleSessionsView } from "#lib/session-history/shared/role-sessions-view.ts";
import styles from "./session-history.module.css";
import { addressOf, isDayOrNone, isFindable, NO_FILTER } from "./sessions-address.ts";

const EVERY = { value: "", label: "All connections" };

/** The filter of the list. It is part of the URL, so that a filtered list can be shared. */
export function SessionsFilter({ view }: { readonly view: RoleSessionsView }) {
  const router = useRouter();
  const [filter, setFilter] = useState(view.filter);
  const set = (part: Partial<RoleSessionsFilter>) => setFilter({ ...filter, ...part });
  const options = [EVERY, ...view.connections.map(({ id, name, removed }) => ({ value: id, label: removed ? `${name} (removed)` : name }))];
  const findable = isFindable(filter.find);
  const narrowed = addressOf(view.filter) !== addressOf(NO_FILTER);
  return (
    <form
      className={styles["filter"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (findable && isDayOrNone(filter.from) && isDayOrNone(filter.to)) router.push(addressOf(filter));
      }}
    >
      <FormField label="Connection" stretch>
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === filter.connection) ?? EVERY}
          filteringType={options.length > 10 ? "auto" : "none"}
          onChange={({ detail }) => set({ connection: detail.selectedOption.value ?? "" })}
        />
      </FormField>
      <FormField label="From (UTC)" stretch {...dayError(filter.from)}>
        <DateInput value={filter.from} placeholder="YYYY/MM/DD" onChange={({ detail }) => set({ from: detail.value })} />
      </FormField>
      <FormField label="To (UTC)" stretch {...dayError(filter.to)}>
        <DateInput value={filter.to} placeholder="YYYY/MM/DD" onChange={({ detail }) => set({ to: detail.value })} />
      </FormField>
      <FormField
        label="Session name or request ID"
        stretch
        {...(findable ? {} : { errorText: "Enter the complete value: sp- and 20 characters, or an AWS request ID." })}
      >
        <Input value={filter.find} onChange={({ detail }) => set({ find: detail.value })} placeholder="sp-… from your CloudTrail" />
      </FormField>
      <div className={styles["go"]}>
        <Button formAction="submit">Apply filter</Button>
        {narrowed && (
          <Button
            variant="link"
            formAction="none"
            onClick={() => {
              setFilter(NO_FILTER);
              router.push(addressOf(NO_FILTER));
            }}
          >
            Clear filter
          </Button>
        )}
      </div>
    </form>
  );
}

function dayError(text: string): { errorText?: string } {
  return isDayOrNone(text) ? {} : { errorText: "Enter a date as YYYY/MM/DD." };
}
