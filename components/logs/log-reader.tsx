"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EventsList } from "./events-list.tsx";
import { termsOf } from "./highlight-terms.ts";
import styles from "./logs.module.css";
import type { LogsAddress } from "./logs-address.ts";
import { NothingFound } from "./nothing-found.tsx";
import { RangePicker } from "./range-picker.tsx";
import { saveEvents } from "./save-events.ts";
import { SearchStatus } from "./search-status.tsx";
import type { LogSearchControl } from "./use-log-search.ts";
import { visibleText } from "./visible-text.ts";

interface LogReaderProps {
  readonly at: LogsAddress;
  readonly control: LogSearchControl;
  readonly onGo: (change: Partial<LogsAddress>) => void;
}

/** The right half of the log page: the search, how far it has come, and the events. */
export function LogReader({ at, control, onGo }: LogReaderProps) {
  const { state, older, stop } = control;
  const [typed, setTyped] = useState(at.pattern);
  return (
    <section className={styles["reader"]} aria-label={at.group === null ? "Log events" : `Events of ${at.group}`}>
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
        <RangePicker range={at.range} onChange={(range) => onGo({ range, pattern: typed })} />
        <Button formAction="submit" variant="primary" disabled={at.group === null}>
          Search
        </Button>
        <Button
          iconName="download"
          formAction="none"
          disabled={state.events.length === 0}
          onClick={() => saveEvents(state.events, at.group ?? "")}
        >
          Download
        </Button>
      </form>
      {at.group !== null && <h2 className={styles["group"]}>{visibleText(at.group, true)}</h2>}
      <SearchStatus state={state} onStop={stop} onOlder={older} />
      {state.failure !== null && (
        <p role="alert" className={styles["failure"]}>
          {state.failure.message}
        </p>
      )}
      {state.phase === "done" && state.events.length === 0 && at.group !== null ? (
        <NothingFound pages={state.pages} pattern={at.pattern} range={at.range} onWiden={(range) => onGo({ range })} />
      ) : (
        <EventsList events={state.events} terms={termsOf(at.pattern)} busy={state.phase === "searching"} />
      )}
    </section>
  );
}
