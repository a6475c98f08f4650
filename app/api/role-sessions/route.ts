import { fileHeaders, fileNameNow } from "#app/api/file-headers.ts";
import { ok } from "#kernel/result.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";
import { roleSessionsFile } from "#lib/session-history/role-sessions-file.ts";
import { RoleSessionsFileQuery } from "#lib/session-history/role-sessions-query.ts";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json" } as const;

/** Downloads the customer's session history as a file, with the filters of the page. */
export const GET = customerStream(RoleSessionsFileQuery, async ({ actor, input: { format, ...query } }) =>
  ok({
    parts: roleSessionsFile(actor, query, format),
    file: fileHeaders({ contentType: TYPES[format], name: fileNameNow("role-sessions", format) }),
  }),
);
