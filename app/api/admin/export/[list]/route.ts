import { z } from "zod";
import { fileHeaders, fileNameNow } from "#app/api/file-headers.ts";
import { webEnv } from "#kernel/process/env.ts";
import { fail, NOT_FOUND, ok } from "#kernel/result.ts";
import { staffStream } from "#lib/request/streams/staff-stream.ts";
import { ExportFormat, ExportName, exportList } from "#lib/staff/lists/export-list.ts";
import { pageOfExport } from "#lib/staff/lists/page-of-export.ts";

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;
/** The address of the list, whose parameters it reads itself, and the format. */
const Query = z.record(z.string().max(40), z.string().max(4000));

/** Downloads the rows of a list with the filters of its address. */
export const GET = staffStream<typeof Query, { list: string }>(
  "export-list",
  ["support", "operator", "admin"],
  Query,
  async ({ actor, input: { format: wanted, ...params }, params: { list } }) => {
    const [name, format] = [ExportName.safeParse(list), ExportFormat.safeParse(wanted)];
    if (!name.success) return NOT_FOUND;
    if (!format.success) return fail("invalid", "Choose the format csv or ndjson.");
    return ok({
      parts: await exportList(actor, name.data, format.data, params, { dataKeys: webEnv().dataKeys }),
      file: fileHeaders({ contentType: TYPES[format.data], name: fileNameNow(name.data, format.data) }),
    });
  },
  {
    pageOf: (request, { list }, failure) => {
      const name = ExportName.safeParse(list);
      return name.success ? pageOfExport(name.data, new URL(request.url).searchParams, failure) : null;
    },
  },
);
