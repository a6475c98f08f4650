import { z } from "zod";
import { fileHeaders } from "#app/api/file-headers.ts";
import { ConnectionId, RunId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { safeJson } from "#kernel/text/safe-text.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findReport, reportFile } from "#lib/connections/reports/find-report.ts";
import { customerRoute } from "#lib/request/guards/customer-route.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";

const Query = z.strictObject({});
const Place = z.object({ id: ConnectionId, run: RunId });

/** Downloads the verification report of a run as a file, with the rows of the audit chain that contain its digest. */
export const GET = customerRoute<typeof Query, { id: string; run: string }>(Query, async ({ actor, params }) => {
  const place = Place.safeParse(params);
  if (!place.success) return failureResponse(NOT_FOUND);
  const { id, run } = place.data;
  const report = await findReport(actor, appContextOf(webEnv()), id, run);
  if (!report.ok) return failureResponse(report);
  return new Response(`${safeJson(reportFile(report.value), 2)}\n`, {
    headers: fileHeaders({ contentType: "application/json", name: `sallyport-report-${run}.json` }),
  });
});
