import type { IamDoor, RoleRequest } from "./iam-door.ts";

export interface LedgerRole extends RoleRequest {
  readonly policies: ReadonlyMap<string, string>;
}

/** A little IAM that only remembers; for tests of stacks. Refuses a second role of one name and a document with `"refuse me"`. */
export function iamLedger(): IamDoor & { readonly roles: ReadonlyMap<string, LedgerRole>; readonly calls: readonly string[] } {
  const roles = new Map<string, LedgerRole>();
  const calls: string[] = [];

  function role(roleName: string): LedgerRole {
    const found = roles.get(roleName);
    if (found === undefined) throw new Error(`The role with name ${roleName} cannot be found.`);
    return found;
  }

  function refuse(document: string): void {
    if (document.includes("refuse me")) throw new Error("MalformedPolicyDocument");
  }

  return {
    roles,
    calls,
    createRole(request) {
      calls.push("createRole");
      if (roles.has(request.roleName)) throw new Error("EntityAlreadyExists");
      refuse(request.assumeRolePolicyDocument);
      roles.set(request.roleName, { ...request, policies: new Map() });
      return { arn: `arn:aws:iam::${request.accountId}:role${request.path}${request.roleName}`, roleId: "AROAEXAMPLE" };
    },
    updateRole(request) {
      calls.push("updateRole");
      const { assumeRolePolicyDocument, policies } = role(request.roleName);
      roles.set(request.roleName, { ...request, assumeRolePolicyDocument, policies });
    },
    updateAssumeRolePolicy(_, roleName, assumeRolePolicyDocument) {
      calls.push("updateAssumeRolePolicy");
      refuse(assumeRolePolicyDocument);
      roles.set(roleName, { ...role(roleName), assumeRolePolicyDocument });
    },
    putRolePolicy(_, roleName, name, document) {
      calls.push("putRolePolicy");
      refuse(document);
      roles.set(roleName, { ...role(roleName), policies: new Map([...role(roleName).policies, [name, document]]) });
    },
    deleteRolePolicy(_, roleName, name) {
      calls.push("deleteRolePolicy");
      roles.set(roleName, { ...role(roleName), policies: new Map([...role(roleName).policies].filter(([other]) => other !== name)) });
    },
    deleteRole(_, roleName) {
      calls.push("deleteRole");
      roles.delete(roleName);
    },
  };
}
