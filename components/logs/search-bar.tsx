"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { DownloadButton } from "./download-button.tsx";
import type { LogSearchState } from "./log-search-state.ts";
import styles from "./logs.module.css";
import type { LogsAddress } from "./logs-address.ts";
import { RangePicker } from "./range-picker.tsx";
import { widerRange } from "./time-range.ts";
import type { TimeZone } from "./time-zone.ts";

interface SearchBarProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  readonly state: LogSearchState;
  readonly zone: TimeZone;
  readonly onGo: (change: Partial<LogsAddress>) => void;
}

/** What is searched for, and when: Enter searches. */
export function SearchBar({ connectionId, at, state, zone, onGo }: SearchBarProps) {
  const [typed, setTyped] = useState(at.pattern);
  // A pattern that came from elsewhere (a field's "Only this") stands in the box too.
  const [shown, setShown] = useState(at.pattern);
  if (shown !== at.pattern) {
    setShown(at.pattern);
    setTyped(at.pattern);
  }
  return (
    <form
      className={styles["bar"]}
      onSubmit={(event) => {
        event.preventDefault();
        onGo({ pattern: typed });
      }}
    >
      <div className={styles["search"]}>
        <Input
          type="search"
          ariaLabel="Search"
          placeholder={'Words, "a phrase", -not, or { $.level = "error" }'}
          value={typed}
          invalid={state.failure?.code === "invalid"}
          onChange={({ detail }) => setTyped(detail.value)}
          clearAriaLabel="Clear the search"
        />
      </div>
      <RangePicker range={at.range} zone={zone} onChange={(range) => onGo({ range, pattern: typed })} />
      <Button
        iconName="zoom-out"
        variant="icon"
        ariaLabel="Zoom out"
        formAction="none"
        disabled={at.group === null}
        onClick={() => onGo({ range: widerRange(at.range, Date.now()), pattern: typed })}
      />
      <Button formAction="submit" variant="primary" disabled={at.group === null}>
        Search
      </Button>
      <DownloadButton connectionId={connectionId} at={at} span={state.span} disabled={state.events.length === 0} />
    </form>
  );
}
