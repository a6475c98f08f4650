"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { memo, type RefObject, useId, useRef, useState } from "react";
import styles from "#components/logs/logs.module.css";
import { checkPattern } from "./check-pattern.ts";
import { DownloadButton } from "./download-button.tsx";
import type { LogSearchState, Span } from "./log-search-state.ts";
import type { LogsAddress } from "./logs-address.ts";
import { PatternHelp } from "./pattern-help.tsx";
import { RangePicker } from "./range-picker.tsx";
import { widerRange } from "./time-range.ts";
import type { TimeZone } from "./time-zone.ts";

interface SearchBarProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  /** The time that is searched. */
  readonly spanOf: () => Span;
  readonly failure: LogSearchState["failure"];
  /** Whether the search has come to its end and found nothing. */
  readonly nothing: boolean;
  /** Whether there is nothing to download. */
  readonly empty: boolean;
  readonly zone: TimeZone;
  readonly tailing: boolean;
  /** What stands in the box: whatever is searched next is searched for it. */
  readonly typedRef: RefObject<string>;
  /** Another number whenever something else was searched for than what stood in the box. */
  readonly told: number;
  readonly onGo: (change: Partial<LogsAddress>) => void;
  /** Begins the live tail for what is typed, or stops it. */
  readonly onTail: (pattern: string) => void;
}

/** What is searched for, and when: Enter searches. What AWS would not understand is said while it is typed. */
export const SearchBar = memo(function SearchBar(props: SearchBarProps) {
  const { connectionId, at, spanOf, failure, nothing, empty, zone, tailing, typedRef, told, onGo, onTail } = props;
  const [typed, setTyped] = useState(at.pattern);
  const [help, setHelp] = useState(false);
  const sentence = useId();
  // A pattern that came from elsewhere (a field's "Only this", a saved search) stands in the box too.
  const [shown, setShown] = useState({ pattern: at.pattern, told });
  if (shown.pattern !== at.pattern || shown.told !== told) {
    setShown({ pattern: at.pattern, told });
    setTyped(at.pattern);
  }
  typedRef.current = typed;
  const refused = failure?.code === "invalid" && typed === at.pattern;
  const known = checkPattern(typed);
  const said = known === null ? (failure?.message ?? null) : `Invalid filter pattern. ${known}`;
  const problem = refused ? said : known;
  const cleared = useRef(false);
  const group = at.group !== null;
  // A search that found nothing offers a wider one, and that is the primary then.
  const foundNothing = nothing && typed === at.pattern;
  return (
    <form
      className={styles["bar"]}
      onSubmit={(event) => {
        event.preventDefault();
        onGo({ pattern: typed });
      }}
    >
      <div
        className={styles["search"]}
        onClickCapture={({ target }) => {
          cleared.current = target instanceof Element && target.closest("button") !== null;
        }}
      >
        <Input
          type="search"
          ariaLabel="Search"
          placeholder={'Terms, "phrase", -not, or { $.level = "error" }'}
          value={typed}
          invalid={refused}
          spellcheck={false}
          autoComplete={false}
          ariaDescribedby={sentence}
          onChange={({ detail }) => {
            setTyped(detail.value);
            // The cross takes the search away, not only its text.
            if (cleared.current && group && at.pattern !== "") onGo({ pattern: "" });
            cleared.current = false;
          }}
          clearAriaLabel="Clear search"
        />
      </div>
      <Button iconName="status-info" variant="icon" ariaLabel="Filter syntax" formAction="none" onClick={() => setHelp(true)} />
      {!tailing && (
        <>
          {/* On a narrow screen what opens below needs the room. */}
          <div className={styles["range"]} onClickCapture={({ currentTarget }) => currentTarget.scrollIntoView({ block: "nearest" })}>
            <RangePicker range={at.range} zone={zone} onChange={(range) => onGo({ range, pattern: typed })} />
          </div>
          <Button
            iconName="zoom-out"
            variant="icon"
            ariaLabel="Zoom out"
            formAction="none"
            disabled={!group}
            onClick={() => onGo({ range: widerRange(at.range, Date.now()), pattern: typed })}
          />
        </>
      )}
      <Button formAction="submit" variant={tailing || foundNothing ? "normal" : "primary"} disabled={!group}>
        Search
      </Button>
      <Button formAction="none" variant={tailing ? "primary" : "normal"} disabled={!group} onClick={() => onTail(typed)}>
        {tailing ? "Stop live tail" : "Live tail"}
      </Button>
      <DownloadButton {...{ connectionId, at, spanOf }} pattern={typed} disabled={empty} />
      <p id={sentence} role={refused ? "alert" : undefined} className={refused ? styles["patternRefused"] : styles["patternNote"]}>
        {problem}
      </p>
      {help && <PatternHelp onTake={setTyped} onClose={() => setHelp(false)} />}
    </form>
  );
});
