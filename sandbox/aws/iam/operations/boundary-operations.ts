import { authorizeCaller } from "#sandbox/aws/iam/authorize-caller.ts";
import { uniqueId } from "#sandbox/aws/iam/unique-id.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { World } from "#sandbox/aws/state/state.ts";
import { authorizedRoleName, requiredField } from "./iam-fields.ts";

export function createPolicy(world: World, call: QueryCall): XmlValue {
  const { accountId } = call.caller;
  const PolicyName = requiredField(call, "PolicyName");
  const Path = call.input.get("Path") ?? "/";
  authorizeCaller(
    call,
    "iam:CreatePolicy",
    `arn:${world.partition}:iam::${accountId}:policy${Path}${PolicyName}`,
    "AccessDenied",
    `policy ${PolicyName}`,
  );
  const Arn = world.iam.createPolicy(accountId, Path, PolicyName, requiredField(call, "PolicyDocument"));
  const { now } = call;
  return {
    Policy: {
      PolicyName,
      PolicyId: uniqueId("ANPA"),
      Arn,
      Path,
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      IsAttachable: true,
      CreateDate: now,
      UpdateDate: now,
    },
  };
}

export function putRolePermissionsBoundary(world: World, call: QueryCall): XmlValue {
  world.iam.setPermissionsBoundary(call.caller.accountId, authorizedRoleName(world, call), requiredField(call, "PermissionsBoundary"));
  return undefined;
}

export function deleteRolePermissionsBoundary(world: World, call: QueryCall): XmlValue {
  world.iam.setPermissionsBoundary(call.caller.accountId, authorizedRoleName(world, call), undefined);
  return undefined;
}
