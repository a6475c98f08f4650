"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { addToPattern } from "#components/logs/pattern/add-to-pattern.ts";
import type { LogsAddress } from "#components/logs/search/logs-address.ts";
import { pointerOf, pointerText } from "#components/logs/text/json-pointer.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { countText } from "#components/ui/count-text.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import styles from "./facets.module.css";
import type { FacetValue, LoadedFacts } from "./loaded-facts.ts";

interface FacetsPanelProps {
  readonly facts: LoadedFacts;
  readonly at: LogsAddress;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
  readonly onColumn: (pointer: string) => void;
  readonly view: LogsView;
}

const SHOWN_AT_FIRST = 5;

/** Loaded when there are fields, so that the first load of the log page doesn't have the words of queries. */
const QueryLinks = lazy(() => import("./query-links.tsx").then((found) => ({ default: found.QueryLinks })));

/** The most frequent values of the loaded events; each can be included or excluded. */
export function FacetsPanel({ facts, at, onNavigate, onColumn, view }: FacetsPanelProps) {
  if (facts.counted === 0) return null;
  const most = facts.streams[0]?.count ?? 1;
  const choosable = at.streams.length === 0 && at.also.length === 0 && facts.streams.length > 1;
  return (
    <section className={styles["facets"]} aria-label="Fields in loaded events">
      <p className={styles["over"]}>Counted in {countText(facts.counted, "loaded event")}</p>
      {facts.facets.map(({ name, values }) => (
        <div key={name} className={styles["facet"]}>
          <div className={styles["facetHead"]}>
            <h2>{visibleText(name, true)}</h2>
            <ColumnAction value={values[0]} columns={at.columns} onColumn={onColumn} />
          </div>
          {view.logAccess !== "browse" && (
            <Suspense fallback={<p className={styles["query"]}>&nbsp;</p>}>
              <QueryLinks {...{ values, at, view }} />
            </Suspense>
          )}
          <Most label={`Field ${visibleText(name, true)}`} what="values">
            {values.map((value) => (
              <Value key={keyOf(value)} value={value} total={values[0]?.count ?? 1} pattern={at.pattern} onNavigate={onNavigate} />
            ))}
          </Most>
        </div>
      ))}
      <div className={styles["facet"]}>
        <h2>Stream</h2>
        <Most label="Streams" what="streams">
          {facts.streams.map(({ name, count }) => (
            <li key={name}>
              {choosable ? (
                <Act name={`Only this: stream ${visibleText(name, true)}`} title="Only this" onDo={() => onNavigate({ streams: [name] })}>
                  {visibleText(name, true)}
                </Act>
              ) : (
                <span className={styles["name"]}>{visibleText(name, true)}</span>
              )}
              <span />
              <span className={styles["count"]}>{count.toLocaleString("en")}</span>
              <Share part={count / most} />
            </li>
          ))}
        </Most>
      </div>
    </section>
  );
}

/** Adds or removes the field as a column; a word of the text can't be a column. */
function ColumnAction({
  value,
  columns,
  onColumn,
}: Pick<FacetsPanelProps, "onColumn"> & { readonly value: FacetValue | undefined; readonly columns: readonly string[] }) {
  if (value === undefined || value.clause.kind === "word") return null;
  const pointer = pointerOf(value.clause.path);
  const word = columns.includes(pointer) ? "Remove column" : "Add column";
  return (
    <Act name={`${word} for field ${visibleText(pointerText(pointer), true)}`} title={word} onDo={() => onColumn(pointer)}>
      {word}
    </Act>
  );
}

/** The most frequent values first, the others on request. */
function Most({ label, what, children }: { readonly label: string; readonly what: string; readonly children: readonly ReactNode[] }) {
  const [all, setAll] = useState(false);
  const more = children.length - SHOWN_AT_FIRST;
  return (
    <>
      <ul aria-label={label}>{all ? children : children.slice(0, SHOWN_AT_FIRST)}</ul>
      {more > 0 && (
        <button type="button" className={styles["more"]} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show top ${SHOWN_AT_FIRST}` : `Show ${more} more ${more === 1 ? what.slice(0, -1) : what}`}
        </button>
      )}
    </>
  );
}

interface ValueProps {
  readonly value: FacetValue;
  readonly total: number;
  readonly pattern: string;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
}

function Value({ value, total, pattern, onNavigate }: ValueProps) {
  const { clause, count, message } = value;
  const text = visibleText(value.text === "" ? '""' : value.text, true);
  const field = clause.kind === "word" ? "" : `${visibleText(pointerText(pointerOf(clause.path)), true)} `;
  const act = (mode: "only" | "not", word: string, label: string) => {
    const made = addToPattern(pattern, clause, mode, message);
    if (made === null || made === pattern.trim()) return null;
    return (
      <Act name={`${word}: ${field}${text}`} title={word} onDo={() => onNavigate({ pattern: made })}>
        {label}
      </Act>
    );
  };
  return (
    <li>
      {act("only", "Only this", text) ?? <span className={styles["name"]}>{text}</span>}
      <span className={styles["not"]}>{act("not", "Not this", "Not this")}</span>
      <span className={styles["count"]}>{count.toLocaleString("en")}</span>
      <Share part={count / total} />
    </li>
  );
}

function keyOf({ clause, text }: FacetValue): string {
  return `${clause.kind === "field" ? typeof clause.value : ""}:${text}`;
}

function Share({ part }: { readonly part: number }) {
  return <span className={styles["share"]} style={{ inlineSize: `${Math.max(2, Math.round(part * 100))}%` }} aria-hidden="true" />;
}

interface ActProps {
  readonly name: string;
  readonly title: string;
  readonly onDo: () => void;
  readonly children: string;
}

function Act({ name, title, onDo, children }: ActProps) {
  return (
    <button type="button" className={`${styles["act"]} ${styles["name"]}`} aria-label={name} title={title} onClick={onDo}>
      {children}
    </button>
  );
}
