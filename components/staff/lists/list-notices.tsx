import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useId } from "react";
import { countText } from "#components/ui/count-text.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import { filtersNamed } from "./filter-tokens.ts";
import styles from "./lists.module.css";

/** What a list says about itself: an export that was refused, rows that it leaves out, and parts of its address that have no effect. */
export function ListNotices({ query, notice }: { readonly query: ListQuery; readonly notice: string | null }) {
  const { ignored, notExported } = query;
  if (ignored.length === 0 && notExported === null && notice === null) return null;
  return (
    <Box margin={{ bottom: "s" }}>
      <SpaceBetween size="xs">
        {notExported === null ? null : (
          <div role="alert">
            <Alert type="error" statusIconAriaLabel="Error">
              {notExported}
            </Alert>
          </div>
        )}
        {notice === null ? null : (
          <Alert type="warning" statusIconAriaLabel="Warning">
            {notice}
          </Alert>
        )}
        {ignored.length === 0 ? null : (
          <Alert type="info" statusIconAriaLabel="Info">
            {ignoredText(ignored)}
          </Alert>
        )}
      </SpaceBetween>
    </Box>
  );
}

/** Names the parts of an address that have no effect, such as those of a link or a saved view of another version. */
function ignoredText(parts: readonly string[]): string {
  return `${countText(parts.length, "unknown filter")} in this URL ${parts.length === 1 ? "was" : "were"} ignored: ${parts.join(", ")}.`;
}

interface NothingMatchesProps {
  readonly many: string;
  readonly view: Pick<ListView<unknown>, "query" | "facets">;
  readonly properties: Parameters<typeof filtersNamed>[1];
  onChange(to: Pick<ListQuery, "search" | "filters">): void;
}

/** Shown in place of the rows when the filters match none, with the filters that the person may have meant by the text of the search. */
export function NothingMatches({ many, view: { query, facets }, properties, onChange }: NothingMatchesProps) {
  const lead = useId();
  const named = filtersNamed(query.search, [...facets.map(({ id, ...facet }) => ({ key: id, ...facet })), ...properties]);
  return (
    <div className={styles["none"]}>
      <Box variant="strong" color="inherit">{`No ${many} match these filters`}</Box>
      {query.search === "" ? null : (
        <span>IDs and email addresses must be complete. Other text is compared with the beginning of the first four words of a name.</span>
      )}
      {named.length === 0 ? null : (
        <div className={styles["named"]}>
          <span id={lead}>Filters with this text:</span>
          <ul aria-labelledby={lead} className={styles["named"]}>
            {named.map(({ key, value, label }) => (
              <li key={`${key} ${value}`}>
                <Button variant="inline-link" onClick={() => onChange({ search: "", filters: { ...query.filters, [key]: [value] } })}>
                  {label}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Button onClick={() => onChange({ search: "", filters: {} })}>Clear filters</Button>
    </div>
  );
}
