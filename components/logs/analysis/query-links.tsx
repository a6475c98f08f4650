"use client";

import type { LogsAddress } from "#components/logs/search/logs-address.ts";
import { queryHrefOf } from "#components/logs/search/query-href-of.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { chartFieldQuery, topValuesQuery } from "#components/query/language/field-queries.ts";
import { filterOfPattern } from "#components/query/query-address.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import styles from "./facets.module.css";
import type { FacetValue } from "./loaded-facts.ts";

interface QueryLinksProps {
  readonly at: LogsAddress;
  readonly view: LogsView;
  readonly values: readonly FacetValue[];
}

/**
 * Continue with the field on the query page, where the query is written into the editor: over the whole range instead of the loaded
 * events. A word of the text is no field.
 */
export function QueryLinks({ values, at, view }: QueryLinksProps) {
  const [first] = values;
  const queryLink = (query: string) => queryHrefOf(view.connectionId, at, filterOfPattern(at.pattern) + query);
  if (first === undefined || first.clause.kind === "word") return null;
  const path = first.clause.path.join(".");
  // Such a name could add commands to the query.
  if (/[`\p{Cc}]/u.test(path)) return null;
  const isNumber = values.every(({ clause }) => clause.kind === "field" && typeof clause.value === "number");
  const field = { name: path.startsWith("@") ? `@${path}` : path, type: isNumber ? "number" : "text" } as const;
  const name = visibleText(path, true);
  return (
    <p className={styles["query"]}>
      <a href={queryLink(chartFieldQuery(field))} aria-label={`Chart this field over time: ${name}`} title="Chart this field over time">
        Chart
      </a>
      <a
        href={queryLink(topValuesQuery(field))}
        aria-label={`Top values over the whole range: ${name}`}
        title="Top values over the whole range"
      >
        Top values
      </a>
    </p>
  );
}
