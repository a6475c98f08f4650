"use client";

import Alert from "@cloudscape-design/components/alert";
import { Age } from "#components/ui/age.tsx";
import type { QueryNoticeView } from "#lib/logs/insights/shared/query-view.ts";

/** Queries that might still be running, and cost, because the portal could not stop them. */
export function QueryNotices({ notices }: { readonly notices: readonly QueryNoticeView[] }) {
  return notices.map(({ queryId, region, startedAt, message }) => (
    <Alert key={queryId} type="warning" header={`A query in ${region} might still be running`}>
      It began <Age at={startedAt} />. {message}
    </Alert>
  ));
}
