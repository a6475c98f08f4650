"use client";

import { type ReactNode, useState } from "react";
import type { FieldPath } from "#components/logs/text/json-pointer.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { countText } from "#components/ui/count-text.ts";
import { safeJson } from "#kernel/text/safe-text.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import styles from "./details.module.css";

/** The buttons behind a value that is not an open object or array. */
export type FieldActions = (value: unknown, path: FieldPath) => ReactNode;

interface FieldTreeProps {
  readonly value: Readonly<Record<string, unknown>> | readonly unknown[];
  readonly path: FieldPath;
  readonly actions: FieldActions;
}

const MAX_FIELDS = 200;
const DEEPEST = 8;

/** The fields of an event, including nested ones. */
export function FieldTree({ value, path, actions }: FieldTreeProps) {
  const entries = Array.isArray(value)
    ? value.map((each, n) => [n, each] as const)
    : Object.entries(value as Readonly<Record<string, unknown>>);
  return (
    <dl className={path.length === 0 ? styles["fields"] : styles["inner"]}>
      {entries.slice(0, MAX_FIELDS).map(([name, each]) => (
        <Field key={name} name={name} value={each} path={[...path, name]} actions={actions} />
      ))}
    </dl>
  );
}

interface FieldProps {
  readonly name: string | number;
  readonly value: unknown;
  readonly path: FieldPath;
  readonly actions: FieldActions;
}

function Field({ name, value, path, actions }: FieldProps) {
  const [open, setOpen] = useState(path.length < 2);
  const holds = typeof value === "object" && value !== null && Object.keys(value).length > 0 && path.length < DEEPEST;
  const displayName = visibleText(String(name), true);
  if (!holds)
    return (
      <div>
        <dt>{displayName}</dt>
        <dd>
          <FieldValue value={value} />
          <span className={styles["actions"]}>{actions(value, path)}</span>
        </dd>
      </div>
    );
  const size = Object.keys(value).length;
  return (
    <div className={open ? styles["holder"] : ""}>
      <dt>
        <button type="button" className={styles["fold"]} aria-expanded={open} onClick={() => setOpen(!open)}>
          {displayName}
        </button>
      </dt>
      <dd>
        {open ? (
          <FieldTree value={value as Record<string, unknown>} path={path} actions={actions} />
        ) : (
          <span className={styles["size"]}>{Array.isArray(value) ? `array of ${size}` : countText(size, "field")}</span>
        )}
      </dd>
    </div>
  );
}

interface FieldActionProps {
  readonly word: string;
  /** The field, as shown. */
  readonly name: string;
  readonly onDo: () => void;
}

/** A button behind a field. */
export function FieldAction({ word, name, onDo }: FieldActionProps) {
  return (
    <button type="button" className={styles["act"]} aria-label={`${word}: ${name}`} onClick={onDo}>
      {word}
    </button>
  );
}

/**
 * An event as one indented JSON object: its origin, times in ISO 8601, the message as AWS returned it, with unsafe
 * characters escaped.
 */
export function eventJson(logGroup: string, { id, at, ingestedAt, stream, message }: LogEventView): string {
  const event = {
    id,
    timestamp: new Date(at).toISOString(),
    ingestionTime: new Date(ingestedAt).toISOString(),
    logGroup,
    logStream: stream,
    message,
  };
  return safeJson(event, 2);
}

const MAX_LENGTH = 20_000;
const SHORT = 80;

/** A JSON value; objects and arrays can be collapsed. Its text is rendered only as text. */
function FieldValue({ value }: { readonly value: unknown }) {
  if (typeof value !== "object" || value === null) {
    return (
      <span className={typeof value === "string" ? styles["string"] : styles["scalar"]}>
        {visibleText(JSON.stringify(value) ?? "", false)}
      </span>
    );
  }
  const inside = JSON.stringify(value, null, 2);
  if (inside.length < SHORT) return <span>{visibleText(JSON.stringify(value), false)}</span>;
  return (
    <details>
      <summary>{Array.isArray(value) ? `array of ${value.length}` : `${Object.keys(value).length} fields`}</summary>
      <pre className={styles["fullText"]} tabIndex={-1}>
        {visibleText(inside.slice(0, MAX_LENGTH), false)}
      </pre>
    </details>
  );
}
