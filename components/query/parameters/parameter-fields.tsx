"use client";

import { useEffect, useId, useRef } from "react";
import type { ParameterUse, QueryParameter } from "./fill-parameters.ts";
import styles from "./parameter-fields.module.css";
import { enteredValue, type ParameterValues } from "./use-parameters.ts";

interface ParameterFieldsProps {
  /** The accessible name, different for each form of a page. */
  readonly label: string;
  readonly list: readonly QueryParameter[];
  readonly parameters: ParameterValues;
  readonly onRun: () => void;
}

/** A field for each parameter of a query. Enter runs the query. After a run that was refused, the first field with a problem has the focus. */
export function ParameterFields({ label, list, parameters: { values, problems, set }, onRun }: ParameterFieldsProps) {
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => {
    if (Object.keys(problems).length > 0) form.current?.querySelector<HTMLInputElement>("[aria-invalid=true]")?.focus();
  }, [problems]);
  return (
    <form
      ref={form}
      className={styles["fields"]}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      {list.map(({ name, uses }) => {
        const problem = Object.hasOwn(problems, name) ? problems[name] : undefined;
        return (
          <div key={name}>
            <label htmlFor={`${id}-${name}`}>
              {name} <code>{`{{${name}}}`}</code>
            </label>
            <input
              id={`${id}-${name}`}
              value={enteredValue(values, name)}
              inputMode={uses.some((use) => use === "count" || use === "number") ? "decimal" : "text"}
              placeholder={PLACEHOLDERS[uses[0] ?? "text"]}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : `${id}-${name}-problem`}
              onChange={(event) => set(name, event.target.value)}
            />
            {problem !== undefined && (
              <p id={`${id}-${name}-problem`} role="alert">
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {/* Without a button, Enter submits no form that has several fields. */}
      <button type="submit" hidden>
        Run query
      </button>
    </form>
  );
}

const PLACEHOLDERS: Readonly<Record<ParameterUse, string>> = {
  text: "Text",
  pattern: "Text",
  regex: "Text, matched as it is",
  field: "Name of a field",
  period: "Period, such as 5m",
  count: "Whole number",
  value: "Number or text",
  number: "Number",
};
