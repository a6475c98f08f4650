"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { lazy, memo, type RefObject, Suspense, useId, useRef, useState } from "react";
import styles from "#components/logs/logs.module.css";
import { checkPattern } from "#components/logs/pattern/check-pattern.ts";
import { RangePicker } from "#components/logs/time/range-picker.tsx";
import { widerRange } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { DownloadButton } from "./download-button.tsx";
import type { LogSearchState, Span } from "./log-search-state.ts";
import type { LogsAddress } from "./logs-address.ts";

const PatternHelp = lazy(() => import("#components/logs/pattern/pattern-help.tsx").then((found) => ({ default: found.PatternHelp })));

interface SearchBarProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  /** The time range that is searched. */
  readonly spanOf: () => Span;
  readonly failure: LogSearchState["failure"];
  /** Whether the search is complete and found nothing. */
  readonly nothing: boolean;
  /** Whether there is nothing to download. */
  readonly empty: boolean;
  readonly zone: TimeZone;
  readonly tailing: boolean;
  /** The typed pattern: every search that starts elsewhere on the page uses it too. */
  readonly typedRef: RefObject<string>;
  /** Changes whenever a search used another pattern than the typed one, which is then replaced. */
  readonly resetKey: number;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
  /** Starts the live tail with the typed pattern, or stops it. */
  readonly onTail: (pattern: string) => void;
}

/** The filter pattern and the time range. Enter searches. Syntax errors are reported while typing. */
export const SearchBar = memo(function SearchBar(props: SearchBarProps) {
  const { connectionId, at, spanOf, failure, nothing, empty, zone, tailing, typedRef, resetKey, onNavigate, onTail } = props;
  const [typed, setTyped] = useState(at.pattern);
  const [help, setHelp] = useState(false);
  const sentence = useId();
  // A pattern from elsewhere (a field's "Only this", a saved search) replaces the typed one.
  const [last, setLast] = useState({ pattern: at.pattern, resetKey });
  if (last.pattern !== at.pattern || last.resetKey !== resetKey) {
    setLast({ pattern: at.pattern, resetKey });
    setTyped(at.pattern);
  }
  typedRef.current = typed;
  const refused = failure?.code === "invalid" && typed === at.pattern;
  const known = checkPattern(typed);
  const rejection = known === null ? (failure?.message ?? null) : `Invalid filter pattern. ${known}`;
  const problem = refused ? rejection : known;
  const cleared = useRef(false);
  const group = at.group !== null;
  // A search that found nothing offers a wider range, which is the primary button then.
  const foundNothing = nothing && typed === at.pattern;
  return (
    <form
      className={styles["bar"]}
      onSubmit={(event) => {
        event.preventDefault();
        onNavigate({ pattern: typed });
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
            // The clear button also removes the pattern from the search, not only from the box.
            if (cleared.current && group && at.pattern !== "") onNavigate({ pattern: "" });
            cleared.current = false;
          }}
          clearAriaLabel="Clear search"
        />
      </div>
      <Button iconName="status-info" variant="icon" ariaLabel="Filter syntax" formAction="none" onClick={() => setHelp(true)} />
      {!tailing && (
        <>
          {/* On a narrow screen the range picker's dropdown needs the space below. */}
          <div className={styles["range"]} onClickCapture={({ currentTarget }) => currentTarget.scrollIntoView({ block: "nearest" })}>
            <RangePicker range={at.range} zone={zone} onChange={(range) => onNavigate({ range, pattern: typed })} />
          </div>
          <Button
            iconName="zoom-out"
            variant="icon"
            ariaLabel="Zoom out"
            formAction="none"
            disabled={!group}
            onClick={() => onNavigate({ range: widerRange(at.range, Date.now()), pattern: typed })}
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
      {help && (
        <Suspense>
          <PatternHelp onChoose={setTyped} onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </form>
  );
});
