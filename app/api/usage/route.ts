import { fileHeaders, fileNameNow } from "#app/api/file-headers.ts";
import { ok } from "#kernel/result.ts";
import { usageFile } from "#lib/logs/insights/find-usage.ts";
import { UsageQuery } from "#lib/logs/insights/shared/query-inputs.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/** Downloads what queries and live tails used, as CSV: of everybody for an owner, else the person's own. */
export const GET = customerStream(UsageQuery, async ({ actor, input }) =>
  ok({
    parts: usageFile(actor, input),
    file: fileHeaders({ contentType: "text/csv; charset=utf-8", name: fileNameNow("usage", "csv") }),
  }),
);
