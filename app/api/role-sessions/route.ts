import { fileNameNow, fileResponse } from "#app/api/file-response.ts";
import { roleSessionsFile } from "#lib/connections/role-sessions-file.ts";
import { RoleSessionsFileQuery } from "#lib/connections/role-sessions-input.ts";
import { customerRoute } from "#lib/request/customer-route.ts";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json" } as const;

/** The customer's own trail as a file, narrowed like the page. */
export const GET = customerRoute(RoleSessionsFileQuery, async ({ actor, input: { format, ...query } }) =>
  fileResponse(roleSessionsFile(actor, query, format), { contentType: TYPES[format], name: fileNameNow("role-sessions", format) }),
);
