"use client";

import Button from "@cloudscape-design/components/button";
import { useId, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { parametersIn, problemOfParameters } from "#components/query/parameters/fill-parameters.ts";
import { ParameterFields } from "#components/query/parameters/parameter-fields.tsx";
import { type QueryAddress, queryHref } from "#components/query/query-address.ts";
import { countText } from "#components/ui/count-text.ts";
import type { SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";
import { SaveQueryForm } from "./save-query-form.tsx";
import type { SavedAndHistoryProps } from "./saved-actions.ts";
import { shownAs } from "./saved-folders.ts";
import row from "./saved-row.module.css";
import { type SavedQueries, targetOf } from "./use-saved-queries.ts";

interface SavedRowProps extends Pick<SavedAndHistoryProps, "connectionId" | "at" | "parameters" | "onShow"> {
  readonly query: SavedQueryView;
  readonly saved: SavedQueries;
  readonly folders: readonly string[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One saved query: its name and kind, and when it is open its text, its parameters and what can be done with it. */
export function SavedRow(props: SavedRowProps) {
  const { query, open, onToggle } = props;
  const id = useId();
  const parameters = parametersIn(query.text);
  return (
    <li className={open ? row["open"] : undefined}>
      <button type="button" className={row["name"]} aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <strong>{visibleText(query.name, true)}</strong>
        <span>{parameters.length > 0 ? countText(parameters.length, "parameter") : shownAs(query.text)}</span>
      </button>
      {!open && <code className={row["brief"]}>{visibleText(query.text.replaceAll("\n", " "), true)}</code>}
      {open && (
        <div id={id}>
          <Opened {...props} />
        </div>
      )}
    </li>
  );
}

function Opened(props: SavedRowProps) {
  const { query, saved, folders, at, connectionId, parameters, onShow } = props;
  const [editing, setEditing] = useState(false);
  const target = targetOf(query);
  const list = parametersIn(query.text);
  const problem = problemOfParameters(query.text);
  if (editing)
    return (
      <SaveQueryForm
        title="Change saved query"
        submit="Save changes"
        {...{ query, folders }}
        {...(at.text !== query.text && { replacement: at.text })}
        onSubmit={(words, _, text) => saved.change(query, words, text)}
        onReload={saved.reload}
        onDone={() => setEditing(false)}
        onCancel={() => setEditing(false)}
      />
    );
  const there: Partial<QueryAddress> = {
    text: query.text,
    ...(target?.connectionId === connectionId && { groups: target.logGroups, region: target.region }),
  };
  const isElsewhere = target !== null && target.connectionId !== connectionId;
  const hasGroups = (there.groups ?? at.groups).length > 0;
  const run = () => onShow(there, true);
  return (
    <>
      <code className={row["text"]}>{visibleText(query.text, false)}</code>
      {target !== null && (
        <p className={row["facts"]}>
          {isElsewhere ? "For log groups of another connection: " : "Reads "}
          {visibleText(target.logGroups.slice(0, 3).join(", "), true)}
          {target.logGroups.length > 3 && ` and ${target.logGroups.length - 3} more`}
        </p>
      )}
      {problem !== null && <p className={row["problem"]}>{problem}</p>}
      {list.length > 0 && !isElsewhere && (
        <ParameterFields label={`Parameters of ${visibleText(query.name, true)}`} {...{ list, parameters }} onRun={run} />
      )}
      <div className={row["acts"]}>
        {query.removable && (
          <>
            <Act name={`Change saved query: ${query.name}`} text="Change" onDo={() => setEditing(true)} />
            <Act name={`Remove saved query: ${query.name}`} text="Remove" onDo={() => void saved.remove(query)} />
          </>
        )}
        <span className={row["space"]} />
        {isElsewhere ? (
          <Button href={queryHref(target.connectionId, { ...at, region: target.region, groups: target.logGroups, text: query.text })}>
            Open
          </Button>
        ) : (
          <>
            <Button onClick={() => onShow(there, false)}>Open</Button>
            <Button
              onClick={run}
              {...(hasGroups ? { disabled: problem !== null } : { disabled: true, disabledReason: "Choose a log group" })}
            >
              Run query
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function Act({ name, text, onDo }: { readonly name: string; readonly text: string; readonly onDo: () => void }) {
  return (
    <button type="button" className={row["link"]} aria-label={visibleText(name, true)} onClick={onDo}>
      {text}
    </button>
  );
}
