import { readFileSync } from "node:fs";

/** The part of the sandbox's IAM that a deployed stack changes. */
interface DeployedInto {
  createRole(role: { readonly accountId: string; readonly roleName: string; readonly assumeRolePolicyDocument: string }): unknown;
  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void;
  putRolePolicy(accountId: string, roleName: string, policyName: string, document: string): void;
  updateAssumeRolePolicy(accountId: string, roleName: string, document: string): void;
}

interface RoleResource {
  readonly Condition?: string;
  readonly Properties: {
    readonly RoleName: string;
    readonly AssumeRolePolicyDocument: object;
    readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: object }[];
  };
}

/**
 * Gives the sandbox's roles of one account the trust and permissions policies of a template in `deploy/`, so that tests use what is
 * deployed and not the sandbox's own roles. Missing roles are created. The template's conditions count as true. Returns the
 * names of its roles. @throws when the template uses an unsupported function
 */
export function deployRoles(
  iam: DeployedInto,
  file: string,
  accountId: string,
  parameters: Readonly<Record<string, string>> = {},
  seeded: Readonly<Record<string, string>> = {},
): readonly string[] {
  const template = JSON.parse(readFileSync(`deploy/${file}`, "utf8")) as { readonly Resources: Readonly<Record<string, RoleResource>> };
  const values = { "AWS::AccountId": accountId, "AWS::Partition": "aws", ...parameters };
  return Object.values(template.Resources).map(({ Properties }) => {
    const { RoleName: roleName, AssumeRolePolicyDocument, Policies = [] } = Properties;
    const text = (document: object) => JSON.stringify(resolved(document, values, template.Resources, accountId));
    const trust = text(AssumeRolePolicyDocument);
    if (seeded[roleName] === undefined) iam.createRole({ accountId, roleName, assumeRolePolicyDocument: trust });
    else {
      iam.updateAssumeRolePolicy(accountId, roleName, trust);
      if (seeded[roleName] !== "") iam.deleteRolePolicy(accountId, roleName, seeded[roleName]);
    }
    for (const { PolicyName, PolicyDocument } of Policies) iam.putRolePolicy(accountId, roleName, PolicyName, text(PolicyDocument));
    return roleName;
  });
}

function resolved(
  node: unknown,
  values: Readonly<Record<string, string>>,
  resources: Readonly<Record<string, RoleResource>>,
  accountId: string,
): unknown {
  const again = (value: unknown) => resolved(value, values, resources, accountId);
  if (Array.isArray(node)) return node.map(again);
  if (typeof node !== "object" || node === null) return node;
  const value = (name: string) => {
    const found = values[name];
    if (found === undefined) throw new Error(`the template's parameter ${name} has no value`);
    return found;
  };
  const [[name, argument] = ["", undefined], ...more] = Object.entries(node);
  if (more.length === 0 && name === "Ref") return value(String(argument));
  if (more.length === 0 && name === "Fn::Sub") return String(argument).replace(/\$\{([^}]+)\}/g, (_, inner: string) => value(inner));
  if (more.length === 0 && name === "Fn::GetAtt") {
    const role = resources[(argument as readonly string[])[0] ?? ""];
    return `arn:aws:iam::${accountId}:role/${role?.Properties.RoleName}`;
  }
  if (name.startsWith("Fn::")) throw new Error(`${name} is not supported here`);
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, again(inner)]));
}
