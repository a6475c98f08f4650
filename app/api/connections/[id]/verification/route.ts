import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok } from "#kernel/result.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findNewestRun } from "#lib/connections/checks/find-run-state.ts";
import { followRuns } from "#lib/connections/checks/follow-runs.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { runsUnderWay } from "#lib/connections/checks/start-run.ts";
import { verifyPending } from "#lib/connections/rotation/verify-pending.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

const Query = z.strictObject({ format: z.literal("json").optional() });

/** Sends the newest run of a connection as server-sent events until the run ends, or its current state with `?format=json`. */
export const GET = customerStream<typeof Query, { id: string }>(
  Query,
  async ({ actor, input, params, signal }) => {
    const id = ConnectionId.safeParse(params.id);
    const context = appContextOf(webEnv());
    const newest = id.success ? await findNewestRun(actor, context, id.data) : undefined;
    if (!id.success || newest?.ok !== true) return failureResponse(NOT_FOUND);
    if (input.format === "json") return Response.json(newest.value, { headers: { "cache-control": "no-store" } });
    return ok({ parts: followRuns(actor, context, id.data, { signal }) });
  },
  { isShort: ({ format }) => format === "json" },
);

const Verification = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("role"), roleArn: z.string().max(10_000) }),
  z.strictObject({ of: z.literal("connection") }),
  z.strictObject({ of: z.literal("pending-external-id") }),
]);

/** Starts a verification (of a pasted role ARN, of the connection's role, or with a new External ID) and streams its progress. */
export const POST = customerStream<typeof Verification, { id: string }>(
  Verification,
  async ({ actor, input, params }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const context = appContextOf(webEnv());
    const connectionId = id.data;
    const started =
      input.of === "role"
        ? await submitRoleArn(actor, context, { connectionId, roleArn: input.roleArn })
        : await (input.of === "connection" ? recheckConnection : verifyPending)(actor, context, connectionId);
    return started.ok ? ok({ parts: started.value, unfinished: runsUnderWay }) : started;
  },
  { owner: true },
);
