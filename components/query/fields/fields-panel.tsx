"use client";

import { useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryField } from "#components/query/language/complete-query.ts";
import { chartFieldQuery, topValuesQuery } from "#components/query/language/field-queries.ts";
import styles from "./fields.module.css";
import type { SampledFields } from "./use-sampled-fields.ts";

interface FieldsPanelProps {
  readonly sampled: SampledFields;
  readonly onUse: (query: string) => void;
}

const SHOWN_AT_FIRST = 12;

/** The fields of the chosen log groups. Each can be charted or counted: the query is written visibly into the editor. */
export function FieldsPanel({ sampled: { fields, loading }, onUse }: FieldsPanelProps) {
  const [all, setAll] = useState(false);
  const shown = all ? fields : fields.slice(0, SHOWN_AT_FIRST);
  return (
    <section className={styles["fields"]} aria-labelledby="query-fields" aria-busy={loading}>
      <h2 id="query-fields">
        Fields <span>share of events, last 15 min</span>
      </h2>
      {fields.length === 0 && <p>{loading ? "Looking for fields…" : "No fields in the newest events."}</p>}
      <ul aria-label="Fields">
        {shown.map((field) => (
          <FieldRow key={field.name} field={field} onUse={onUse} />
        ))}
      </ul>
      {fields.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {fields.length} fields
        </button>
      )}
    </section>
  );
}

function FieldRow({ field, onUse }: { readonly field: QueryField; readonly onUse: (query: string) => void }) {
  const name = visibleText(field.name, true);
  return (
    <li>
      <span className={styles["name"]} title={name}>
        {name}
      </span>
      <button type="button" aria-label={`Chart: ${name}`} title="Chart this field over time" onClick={() => onUse(chartFieldQuery(field))}>
        Chart
      </button>
      <button
        type="button"
        aria-label={`Top values: ${name}`}
        title="Top values over the whole range"
        onClick={() => onUse(topValuesQuery(field))}
      >
        Top values
      </button>
      <span className={styles["share"]}>{Math.round(field.share * 100)}%</span>
    </li>
  );
}
