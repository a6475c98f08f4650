"use client";

import Button from "@cloudscape-design/components/button";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import type { Failure, Result } from "#kernel/result.ts";
import type { SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";
import row from "./saved-row.module.css";
import type { SavedQueryWords } from "./use-saved-queries.ts";

interface SaveQueryFormProps {
  readonly title: string;
  readonly submit: string;
  /** The saved query to change; undefined for a new one. */
  readonly query?: SavedQueryView;
  /** The names of the folders that there are. */
  readonly folders: readonly string[];
  /** How many log groups are chosen, which can be saved with a new query. */
  readonly groups?: number;
  /** The query in the editor, with which the saved one can be replaced. */
  readonly replacement?: string;
  readonly onSubmit: (words: SavedQueryWords, withGroups: boolean, text: string | undefined) => Promise<Result<SavedQueryView>>;
  /** Loads the list again, after a conflict. */
  readonly onReload?: () => void;
  readonly onDone: (query: SavedQueryView) => void;
  readonly onCancel: () => void;
}

const FIELDS = ["name", "folder", "text", "shared"];

/** Asks for the name and the place of a saved query. A refusal is shown at its field and keeps what was entered. */
export function SaveQueryForm(props: SaveQueryFormProps) {
  const { title, submit, query, folders, groups = 0, replacement, onSubmit, onReload, onDone, onCancel } = props;
  const [words, setWords] = useState<SavedQueryWords>({
    name: query?.name ?? "",
    folder: query?.folder ?? "",
    shared: query?.shared ?? false,
  });
  const [withGroups, setWithGroups] = useState(groups > 0);
  const [replaces, setReplaces] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await onSubmit(words, withGroups && groups > 0, replaces ? replacement : undefined);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) onDone(answer.value);
    else first.current?.focus();
  };
  const isOthers = query?.shared === true && !query.own;
  return (
    <form className={row["form"]} aria-label={title} noValidate onSubmit={(event) => void send(event)}>
      <FailureAlert failure={failure} fields={FIELDS} />
      {failure?.code === "conflict" && onReload !== undefined && (
        <button type="button" className={row["link"]} onClick={onReload}>
          Reload list
        </button>
      )}
      <Field
        label="Name"
        value={words.name}
        problem={failure?.fields?.["name"]}
        inputRef={first}
        onChange={(name) => setWords({ ...words, name })}
      />
      <Field
        label="Folder (optional)"
        value={words.folder}
        problem={failure?.fields?.["folder"]}
        options={folders}
        onChange={(folder) => setWords({ ...words, folder })}
      />
      <Check
        label="Share with everyone in your company"
        checked={words.shared}
        disabled={isOthers}
        onChange={(shared) => setWords({ ...words, shared })}
      />
      {groups > 0 && <Check label={`Save with ${countText(groups, "log group")}`} checked={withGroups} onChange={setWithGroups} />}
      {replacement !== undefined && (
        <Check label="Replace its query with the one in the editor" checked={replaces} onChange={setReplaces} />
      )}
      <p className={row["hint"]}>
        To enter a value each time you run the query, put a name in double braces, for example <code>{"{{code}}"}</code>.
      </p>
      {["text", "shared"].map((field) => {
        const problem = failure?.fields?.[field];
        return (
          problem !== undefined && (
            <p key={field} role="alert" className={row["problem"]}>
              {problem}
            </p>
          )
        );
      })}
      <div className={row["acts"]}>
        <span className={row["space"]} />
        <Button variant="link" formAction="none" disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
        <Button formAction="submit" loading={busy} loadingText="Saving">
          {submit}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly options?: readonly string[];
  readonly inputRef?: React.Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, problem, options, inputRef, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className={row["field"]}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={inputRef}
        value={value}
        maxLength={200}
        autoComplete="off"
        list={options === undefined ? undefined : `${id}-options`}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      {options !== undefined && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className={row["problem"]}>
          {problem}
        </p>
      )}
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, disabled = false, onChange }: CheckProps) {
  return (
    <label className={row["check"]}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
