import { z } from "zod";
import { eventStream } from "#app/api/event-stream.ts";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findNewestRun } from "#lib/connections/find-newest-run.ts";
import { followRuns } from "#lib/connections/follow-runs.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId } from "#lib/kernel/ids.ts";
import { customerRoute } from "#lib/request/customer-route.ts";

const Query = z.strictObject({ format: z.literal("json").optional() });

/** The newest run of a connection: as server-sent events until nothing more is to come, or as it stands with `?format=json`. */
export const GET = customerRoute<typeof Query, { id: string }>(Query, async ({ actor, input, request, params }) => {
  const id = ConnectionId.safeParse(params.id);
  const deployment = deploymentOf(webEnv());
  const newest = id.success ? await findNewestRun(actor, deployment, id.data) : undefined;
  if (!id.success || newest?.ok !== true) return Response.json({ code: "not-found", message: "not found" }, { status: 404 });
  const headers = { "cache-control": "no-store" };
  if (input.format === "json") return Response.json(newest.value, { headers });
  return eventStream(followRuns(actor, deployment, id.data, { signal: request.signal }));
});
