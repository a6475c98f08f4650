"use client";

import { useEffect, useRef, useState } from "react";
import { addToPattern } from "#components/logs/pattern/add-to-pattern.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { countText } from "#components/ui/count-text.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { countPatterns, type LogPattern, type LogPatterns } from "./log-patterns.ts";
import styles from "./patterns.module.css";

interface PatternsViewProps {
  readonly events: readonly LogEventView[];
  /** Changes whenever another search starts. */
  readonly list: unknown;
  /** The filter pattern that found the loaded events. */
  readonly pattern: string;
  readonly onPattern: (pattern: string) => void;
}

/** Maximum number of patterns shown; the rest are mostly single lines. */
const MAX_PATTERNS = 100;

/** The patterns of the loaded lines with their counts. Choosing one searches for it. */
export function PatternsView({ events, list, pattern, onPattern }: PatternsViewProps) {
  const { counted, patterns, others } = usePatterns(events, list);
  const most = patterns[0]?.count ?? 1;
  return (
    <section className={styles["patterns"]} aria-label="Patterns" tabIndex={-1}>
      <p className={styles["over"]}>
        {countText(patterns.length, "pattern")} in {countText(counted, "loaded event")}. Numbers, IDs, and times are masked.
        {others > 0 && ` ${countText(others, "other line")} ${others === 1 ? "is" : "are"} not grouped.`}
      </p>
      <ol className={styles["list"]}>
        {patterns.slice(0, MAX_PATTERNS).map((each, n) => (
          <PatternRow key={n} found={each} total={counted} share={each.count / most} pattern={pattern} onPattern={onPattern} />
        ))}
      </ol>
    </section>
  );
}

interface PatternRowProps {
  readonly found: LogPattern;
  readonly total: number;
  readonly share: number;
  readonly pattern: string;
  readonly onPattern: (pattern: string) => void;
}

function PatternRow({ found, total, share, pattern, onPattern }: PatternRowProps) {
  const { words, count, level, sample, clauses } = found;
  const only = clauses.reduce<string | null>(
    (made, clause) => (made === null ? null : addToPattern(made, clause, "only", sample)),
    pattern,
  );
  const [first] = clauses;
  const not = clauses.length === 1 && first !== undefined ? addToPattern(pattern, first, "not", sample) : null;
  const name = words
    .map((word) => word ?? "…")
    .join(" ")
    .slice(0, 120);
  const act = (made: string | null, word: string) =>
    made !== null &&
    made !== pattern.trim() && (
      <button type="button" className={styles["act"]} aria-label={`${word}: ${visibleText(name, true)}`} onClick={() => onPattern(made)}>
        {word}
      </button>
    );
  return (
    <li className={`${styles["row"]} ${level ? styles[level] : ""}`}>
      <span className={styles["count"]}>
        {count.toLocaleString("en")}
        <span className={styles["part"]}>{Math.max(0.1, Math.round((count / Math.max(1, total)) * 1000) / 10)} %</span>
      </span>
      <span className={styles["share"]} aria-hidden="true">
        <span style={{ inlineSize: `${Math.max(2, Math.round(share * 100))}%` }} />
      </span>
      <span className={styles["text"]}>
        {(level === "error" || level === "warn") && <b>{level} </b>}
        {words.map((word, n) =>
          word === null ? (
            <span key={n} className={styles["gap"]} title="Varies between lines">
              …
            </span>
          ) : (
            `${n > 0 ? " " : ""}${visibleText(word, true)}${words[n + 1] === null ? " " : ""}`
          ),
        )}
      </span>
      <span className={styles["actions"]}>
        {act(only, "Only this")}
        {act(not, "Not this")}
      </span>
    </li>
  );
}

/** Lines processed in one step, after which the page can handle other work. */
const LINES_PER_STEP = 1500;
const NONE: LogPatterns = { counted: 0, patterns: [], others: 0 };

/** The patterns of the loaded events, computed while they are shown. */
function usePatterns(events: readonly LogEventView[], list: unknown): LogPatterns {
  const [found, setFound] = useState(NONE);
  const counting = useRef({ list, counter: countPatterns() });
  useEffect(() => {
    if (counting.current.list !== list) counting.current = { list, counter: countPatterns() };
    const { counter } = counting.current;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (counter.add(events, LINES_PER_STEP)) setFound(counter.patterns());
      else channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    return () => channel.port1.close();
  }, [events, list]);
  return found;
}
