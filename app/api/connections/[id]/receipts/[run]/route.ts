import { z } from "zod";
import { fileHeaders } from "#app/api/file-headers.ts";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findReceipt } from "#lib/connections/find-receipt.ts";
import { receiptFile } from "#lib/connections/receipt-file.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId, RunId } from "#lib/kernel/ids.ts";
import { fail } from "#lib/kernel/result.ts";
import { safeJson } from "#lib/kernel/safe-text.ts";
import { customerRoute } from "#lib/request/customer-route.ts";
import { failureResponse } from "#lib/request/failure-response.ts";

const Query = z.strictObject({});
const Place = z.object({ id: ConnectionId, run: RunId });

/** A run's receipt as a file, with the rows of the audit chain that hold it. */
export const GET = customerRoute<typeof Query, { id: string; run: string }>(Query, async ({ actor, params }) => {
  const place = Place.safeParse(params);
  if (!place.success) return failureResponse(fail("not-found", "not found"));
  const { id, run } = place.data;
  const receipt = await findReceipt(actor, deploymentOf(webEnv()), id, run);
  if (!receipt.ok) return failureResponse(receipt);
  return new Response(`${safeJson(receiptFile(receipt.value), 2)}\n`, {
    headers: fileHeaders({ contentType: "application/json", name: `sallyport-receipt-${run}.json` }),
  });
});
