import { z } from "zod";
import { webEnv } from "#kernel/process/env.ts";
import { customerRoute } from "#lib/request/guards/customer-route.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { findFreeStreams } from "#lib/sign-in/rate-limits.ts";

const Query = z.strictObject({ wanted: z.coerce.number().int().min(1).max(5) });

/**
 * Says whether that many downloads could start now: 200, or 429 with a sentence for the page, because a failed download cannot
 * show one.
 */
export const GET = customerRoute(Query, async ({ actor, input }) => {
  const free = await findFreeStreams(actor, webEnv().streamLimits, input.wanted);
  return free.ok ? Response.json({}, { headers: { "cache-control": "no-store" } }) : failureResponse(free);
});
