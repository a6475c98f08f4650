"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { addToPattern, type Clause } from "#components/logs/pattern/add-to-pattern.ts";
import type { MergedEvent } from "#components/logs/search/log-search-state.ts";
import { type FieldPath, pointerOf, pointerText } from "#components/logs/text/json-pointer.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { clockText, dayText, type TimeZone, zoneText } from "#components/logs/time/time-zone.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { markControls } from "#kernel/text/safe-text.ts";
import { spanOf } from "#kernel/time/times-and-ages.ts";
import styles from "./details.module.css";
import { eventJson, FieldAction, FieldTree } from "./field-tree.tsx";

/** The actions of an expanded event. */
export interface EventActions {
  readonly pattern: string;
  readonly groupOf: (event: MergedEvent) => string;
  readonly linkTo: (event: MergedEvent) => string;
  readonly onPattern: (pattern: string) => void;
  /** The fields shown as columns, as JSON pointers. */
  readonly columns: readonly string[];
  readonly onColumn: (pointer: string) => void;
  readonly onAround: (event: MergedEvent) => void;
}

interface EventDetailsProps {
  readonly event: MergedEvent;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly zone: TimeZone;
  readonly actions: EventActions;
}

/** Characters shown of an event, which may be 1 MB, until the user asks for all of it. */
const MAX_RENDERED_LENGTH = 20_000;
const NOTABLE_DELAY_MS = 1000;

/** The details of an expanded row: its time and origin, and its fields or its full text. */
export function EventDetails({ event, fields, zone, actions }: EventDetailsProps) {
  const [expanded, setExpanded] = useState(false);
  const cut = !expanded && event.message.length > MAX_RENDERED_LENGTH;
  return (
    <div className={styles["details"]}>
      <div className={styles["facts"]}>
        <Button variant="inline-link" onClick={() => actions.onAround(event)}>
          Show surrounding events
        </Button>
        <CopyButton text={actions.linkTo(event)} name="Copy link" variant="inline-link">
          Copy link
        </CopyButton>
        <CopyButton text={markControls(event.message)} name="Copy message" variant="inline-link">
          Copy message
        </CopyButton>
        <CopyButton text={eventJson(actions.groupOf(event), event)} name="Copy as JSON" variant="inline-link">
          Copy as JSON
        </CopyButton>
        <span>
          {dayText(event.at, zone)} {clockText(event.at, zone)} {zoneText(event.at, zone)}
        </span>
        <span>{visibleText(event.stream, true)}</span>
        {event.ingestedAt - event.at >= NOTABLE_DELAY_MS && (
          <span>Ingested {arrivedText(event.ingestedAt - event.at)} after the event time</span>
        )}
      </div>
      {fields === null ? (
        <pre className={styles["fullText"]} tabIndex={-1}>
          {visibleText(cut ? event.message.slice(0, MAX_RENDERED_LENGTH) : event.message, false)}
        </pre>
      ) : (
        <FieldTree
          value={fields}
          path={[]}
          actions={(value, path) => <SearchActions {...{ value, path, actions }} message={event.message} />}
        />
      )}
      {cut && fields === null && (
        <Button variant="inline-link" onClick={() => setExpanded(true)}>
          Show all {Math.ceil(event.message.length / 1000)} kB
        </Button>
      )}
    </div>
  );
}

function arrivedText(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : spanOf(ms);
}

interface SearchActionsProps {
  readonly value: unknown;
  readonly path: FieldPath;
  readonly message: string;
  readonly actions: EventActions;
}

/** Each scalar can be included in the search, excluded from it or made a column. */
function SearchActions({ value, path, message, actions }: SearchActionsProps) {
  const { pattern, columns, onPattern, onColumn } = actions;
  const pointer = pointerOf(path);
  const name = visibleText(pointerText(pointer), true);
  const clause = clauseOf(path, value);
  const withClause = (mode: "only" | "not") => (clause === null ? null : addToPattern(pattern, clause, mode, message));
  const search = (mode: "only" | "not", word: string) => {
    const next = withClause(mode);
    return next !== null && next !== pattern.trim() && <FieldAction word={word} name={name} onDo={() => onPattern(next)} />;
  };
  return (
    <>
      {search("only", "Only this")}
      {search("not", "Not this")}
      <FieldAction word={columns.includes(pointer) ? "Remove column" : "Add column"} name={name} onDo={() => onColumn(pointer)} />
    </>
  );
}

function clauseOf(path: FieldPath, value: unknown): Clause | null {
  const plain = value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return plain ? { kind: "field", path, value } : null;
}
