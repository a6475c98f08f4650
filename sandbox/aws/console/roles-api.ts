import type { IncomingMessage } from "node:http";
import type { Role } from "#sandbox/aws/iam/role.ts";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readObject, stringField } from "./json-response.ts";

interface RolesContext {
  readonly iam: RoleStore;
  readonly accounts: readonly string[];
}

/** `/console/iam/roles.json?account=` lists the roles of an account. With `&role=`, GET returns one and PUT replaces its trust policy. */
export async function handleRoles({ iam, accounts }: RolesContext, req: IncomingMessage, url: URL): Promise<unknown> {
  const account = url.searchParams.get("account") ?? "";
  const name = url.searchParams.get("role");
  if (!accounts.includes(account)) throw new AwsError("AccessDenied", `You are not signed in to the account ${account}.`, 403);
  if (name === null) return iam.listRoles(account).map(view);
  if (req.method === "PUT") {
    const body = await readObject(req);
    iam.updateAssumeRolePolicy(account, name, stringField(body, "assumeRolePolicyDocument"));
  }
  return view(iam.getRole(account, name));
}

function view(role: Role) {
  const { arn, roleId, roleName, path, description, maxSessionDuration, permissionsBoundary } = role;
  return {
    ...{ arn, roleId, roleName, path, description, maxSessionDuration, permissionsBoundary },
    createdAt: role.createdAt.toISOString(),
    tags: [...role.tags],
    assumeRolePolicyDocument: role.trust.text,
    policies: [...role.inlinePolicies].map(([name, policy]) => [name, policy.text]),
  };
}
