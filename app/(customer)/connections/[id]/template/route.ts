import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findRoleTemplate } from "#lib/connections/views/find-connect-view.ts";
import { customerRoute } from "#lib/request/guards/customer-route.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";

const Query = z.strictObject({});

/** Downloads the CloudFormation template of the role, the same that "Quick create" uses, so that people can read it first. */
export const GET = customerRoute<typeof Query, { id: string }>(Query, async ({ actor, params }) => {
  const id = ConnectionId.safeParse(params.id);
  const template = id.success ? await findRoleTemplate(actor, appContextOf(webEnv()), id.data) : undefined;
  if (template?.ok !== true) return failureResponse(NOT_FOUND);
  return new Response(template.value, {
    headers: {
      "content-type": "application/json",
      "content-disposition": 'attachment; filename="sallyport-role.json"',
      "cache-control": "no-store",
    },
  });
});
