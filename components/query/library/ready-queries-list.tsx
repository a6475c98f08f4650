"use client";

import { useState } from "react";
import type { TextFormat } from "#components/query/fields/discovered-fields.ts";
import type { QueryField } from "#components/query/language/complete-query.ts";
import styles from "./library.module.css";
import { offeredQueries, type ReadyQueries } from "./ready-queries.ts";

interface ReadyQueriesListProps {
  readonly fields: readonly QueryField[];
  readonly formats: readonly TextFormat[];
  /** Whether the page asks for the values of parameters. */
  readonly takesParameters: boolean;
  readonly onUse: (query: string) => void;
}

/** Queries to begin with, by kind of log. Kinds whose fields the chosen log groups have come first. */
export function ReadyQueriesList({ fields, formats, takesParameters, onUse }: ReadyQueriesListProps) {
  const { fitting, others } = offeredQueries(fields, formats, takesParameters);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = [...fitting, ...others];
  const shown = all.find(({ kind }) => kind === chosen) ?? all[0];
  return (
    <section className={styles["library"]} aria-labelledby="ready-queries">
      <h2 id="ready-queries">Ready queries</h2>
      <div className={styles["columns"]}>
        <div className={styles["kinds"]}>
          <Kinds
            title={fields.length + formats.length === 0 ? "For any log group" : "For these log groups"}
            kinds={fitting}
            shown={shown}
            onChoose={setChosen}
          />
          <Kinds title="Other kinds of log" kinds={others} shown={shown} onChoose={setChosen} />
        </div>
        <ul className={styles["queries"]} aria-label={`Ready queries: ${shown?.kind ?? ""}`}>
          {shown?.queries.map(({ name, query, shows }) => (
            <li key={name}>
              <div>
                <strong>{name}</strong>
                <code>{query.replaceAll("\n", " ")}</code>
              </div>
              <span className={styles["shows"]}>{shows}</span>
              <button type="button" aria-label={`Use: ${name}`} onClick={() => onUse(query)}>
                Use
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

interface KindsProps {
  readonly title: string;
  readonly kinds: readonly ReadyQueries[];
  readonly shown: ReadyQueries | undefined;
  readonly onChoose: (kind: string) => void;
}

function Kinds({ title, kinds, shown, onChoose }: KindsProps) {
  if (kinds.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      {kinds.map((each) => (
        <button key={each.kind} type="button" aria-pressed={each === shown} onClick={() => onChoose(each.kind)}>
          {each.kind} <span>{each.queries.length}</span>
        </button>
      ))}
    </>
  );
}
