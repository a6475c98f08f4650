"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import details from "#components/logs/events/details/details.module.css";
import { FieldAction, FieldTree } from "#components/logs/events/details/field-tree.tsx";
import { type FieldPath, pointerOf, pointerText } from "#components/logs/text/json-pointer.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { queryTime } from "#components/query/chart/chart-of-result.ts";

import { addFilter, fieldOfPath } from "#components/query/language/add-filter.ts";
import { topValuesQuery } from "#components/query/language/field-queries.ts";
import { readStats } from "#components/query/language/read-stats.ts";
import { type QueryResult, writtenText } from "#components/query/run/query-run-state.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { markControls, safeJson } from "#kernel/text/safe-text.ts";
import styles from "./results.module.css";
import { dividedFields, shownFields, wholeEventFields } from "./row-fields.ts";
import { type OpenRecord, useWholeEvent } from "./use-whole-event.ts";

interface RowDetailsProps {
  readonly result: QueryResult;
  readonly row: number;
  /** The link to the events around a time; null if the query read several log groups. */
  readonly eventsHref: (at: number) => string | null;
  /** Undefined if rows belong to no query of their own. */
  readonly openRecord: OpenRecord | undefined;
  /** Writes a query into the editor. Nothing is run. */
  readonly onUse: ((query: string) => void) | undefined;
}

/** An expanded row: its fields, as on the log page, and on request all fields of the event that it points to. */
export function RowDetails({ result: { table, asked, queryId }, row, eventsHref, openRecord, onUse }: RowDetailsProps) {
  const { columns, rows } = table;
  const values = rows[row] ?? [];
  const valueIn = (name: string) => values[columns.indexOf(name)] ?? null;
  const pointer = valueIn("@ptr");
  const of =
    pointer === null || queryId === null || openRecord === undefined ? null : { connectionId: asked.connectionId, queryId, pointer };
  const { event, open } = useWholeEvent(of, openRecord);
  const at = queryTime(valueIn("@timestamp"));
  const href = at === null ? null : eventsHref(at);
  const fields = shownFields(event.kind === "open" ? wholeEventFields(event.fields) : columns.map((name, n) => [name, values[n] ?? null]));
  const { short, long } = dividedFields(fields);
  return (
    <div className={styles["rowDetails"]}>
      <div className={details["facts"]}>
        {href !== null && <a href={href}>Events around it</a>}
        {of !== null && event.kind !== "open" && event.kind !== "expired" && (
          <Button variant="inline-link" onClick={open} disabled={event.kind === "loading"}>
            {event.kind === "failed" ? "Try again" : "Show whole event"}
          </Button>
        )}
        <CopyButton text={safeJson(fields, 2)} name="Copy as JSON" variant="inline-link">
          Copy as JSON
        </CopyButton>
        {event.kind === "open" && <span>All fields of the event</span>}
        <span role="status">
          {event.kind === "loading" && <StatusIndicator type="loading">Loading the event from AWS…</StatusIndicator>}
          {event.kind === "expired" && <StatusIndicator type="info">{event.message} The fields of the row are below.</StatusIndicator>}
          {event.kind === "failed" && <StatusIndicator type="error">{event.message}</StatusIndicator>}
        </span>
      </div>
      <FieldTree
        value={short}
        path={[]}
        actions={(value, path) => <FieldButtons {...{ value, path, onUse }} query={writtenText(asked)} />}
      />
      {long.map(([name, text]) => (
        <LongText key={name} name={visibleText(name, true)} text={text} />
      ))}
    </div>
  );
}

interface FieldButtonsProps {
  readonly value: unknown;
  readonly path: FieldPath;
  readonly query: string;
  readonly onUse: ((query: string) => void) | undefined;
}

/** A value can be copied. Of events, it can be filtered by, and its field counted: both write a query, which the person runs. */
function FieldButtons({ value, path, query, onUse }: FieldButtonsProps) {
  const name = visibleText(pointerText(pointerOf(path)), true);
  const field = readStats(query) === undefined ? fieldOfPath(path) : null;
  const button = (word: string, next: string | null) =>
    next !== null && onUse !== undefined && <FieldAction word={word} name={name} onDo={() => onUse(next)} />;
  return (
    <>
      {field !== null && button("Only this", addFilter(query, field, value, "only"))}
      {field !== null && button("Not this", addFilter(query, field, value, "not"))}
      {field !== null && !field.startsWith("@") && button("Top values", topValuesQuery({ name: field, type: "text" }))}
      <CopyValue value={value} name={name} />
    </>
  );
}

/** Characters shown of a value, which may be 1 MB, until the person asks for all of it. */
const MAX_RENDERED_LENGTH = 20_000;

/** A text that is not JSON as it was written, with its lines. */
function LongText({ name, text }: { readonly name: string; readonly text: string }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > MAX_RENDERED_LENGTH;
  return (
    <div className={styles["longText"]}>
      <span className={styles["longName"]}>{name}</span> <CopyValue value={text} name={name} />
      <pre className={details["fullText"]} tabIndex={-1}>
        {visibleText(cut ? text.slice(0, MAX_RENDERED_LENGTH) : text, false)}
      </pre>
      {cut && (
        <Button variant="inline-link" onClick={() => setAll(true)}>
          Show all {Math.ceil(text.length / 1000)} kB
        </Button>
      )}
    </div>
  );
}

function CopyValue({ value, name }: { readonly value: unknown; readonly name: string }) {
  const [word, setWord] = useState("Copy");
  const copy = () =>
    navigator.clipboard.writeText(typeof value === "string" ? markControls(value) : safeJson(value)).then(
      () => setWord("Copied"),
      () => setWord("Copying was blocked"),
    );
  return <FieldAction word={word} name={visibleText(name, true)} onDo={() => void copy()} />;
}
