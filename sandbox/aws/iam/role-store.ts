import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { defaultDocument, type StoredPolicy } from "./managed-policy.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import type { Policy } from "./policy/policy-document.ts";
import { PolicyStore } from "./policy-store.ts";
import { checkRole, checkTrustPolicySize, MAX_TAGS, type NewRole, type Role } from "./role.ts";
import { uniqueId } from "./unique-id.ts";

export interface StoredRole extends Omit<NewRole, "tags"> {
  readonly roleId: string;
  readonly createdAt: string;
  readonly tags: readonly [string, string][];
  readonly inlinePolicies: readonly [string, string][];
  readonly attachedPolicies: readonly string[];
}

/** The quotas of IAM, with their default values. Source: IAM user guide, "IAM and AWS STS quotas". */
const MAX_INLINE_SIZE = 10_240;
const MAX_ATTACHED = 10;

const noSuchRole = (roleName: string) => new AwsError("NoSuchEntity", `The role with name ${roleName} cannot be found.`, 404);

/** The roles of all accounts. Methods throw AwsError with IAM's codes and messages. `changed` is called after every change. */
export class RoleStore {
  readonly #partition: string;
  readonly #changed: () => void;
  readonly #roles = new Map<string, Role>();
  /** The customer managed policies of all accounts. */
  readonly policies: PolicyStore;

  constructor(partition: string, changed: () => void) {
    this.#partition = partition;
    this.#changed = changed;
    this.policies = new PolicyStore(partition, changed);
  }

  createRole(input: NewRole): Role {
    const role = this.#toRole(input, uniqueId("AROA"), new Date());
    const key = `${role.accountId}/${role.roleName.toLowerCase()}`;
    if (this.#roles.has(key)) throw new AwsError("EntityAlreadyExists", `Role with name ${role.roleName} already exists.`, 409);
    this.#roles.set(key, role);
    this.#changed();
    return role;
  }

  getRole(accountId: string, roleName: string): Role {
    const role = this.#roles.get(`${accountId}/${roleName.toLowerCase()}`);
    if (role === undefined) throw noSuchRole(roleName);
    return role;
  }

  /** The role with this ARN, including its path, as AssumeRole takes it. */
  findByArn(arn: string): Role | undefined {
    const match = /^arn:[a-z-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
    const role = match === null ? undefined : this.#roles.get(`${match[1]}/${match[2]?.toLowerCase()}`);
    return role?.arn === arn ? role : undefined;
  }

  listRoles(accountId: string, pathPrefix = "/"): Role[] {
    return [...this.#roles.values()]
      .filter((role) => role.accountId === accountId && role.path.startsWith(pathPrefix))
      .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
  }

  /** The roles of all accounts. */
  allRoles(): Iterable<Role> {
    return this.#roles.values();
  }

  updateAssumeRolePolicy(accountId: string, roleName: string, document: string): void {
    const role = this.getRole(accountId, roleName);
    checkTrustPolicySize(document);
    role.trust = parsePolicy(document, "trust");
    this.#changed();
  }

  updateRole(accountId: string, roleName: string, change: { description?: string; maxSessionDuration?: number }): void {
    const role = this.getRole(accountId, roleName);
    if (change.description !== undefined) role.description = change.description;
    if (change.maxSessionDuration !== undefined) role.maxSessionDuration = change.maxSessionDuration;
    this.#changed();
  }

  tagRole(accountId: string, roleName: string, tags: ReadonlyMap<string, string>): void {
    const role = this.getRole(accountId, roleName);
    const given = new Set([...tags.keys()].map((key) => key.toLowerCase()));
    const merged = new Map([...[...role.tags].filter(([key]) => !given.has(key.toLowerCase())), ...tags]);
    if (merged.size > MAX_TAGS)
      throw new AwsError("LimitExceeded", `The number of tags has reached the maximum limit of ${MAX_TAGS}.`, 409);
    role.tags = merged;
    this.#changed();
  }

  untagRole(accountId: string, roleName: string, keys: readonly string[]): void {
    const role = this.getRole(accountId, roleName);
    const removed = new Set(keys.map((key) => key.toLowerCase()));
    role.tags = new Map([...role.tags].filter(([key]) => !removed.has(key.toLowerCase())));
    this.#changed();
  }

  setPermissionsBoundary(accountId: string, roleName: string, arn: string | undefined): void {
    const role = this.getRole(accountId, roleName);
    this.#requireBoundary(arn);
    role.permissionsBoundary = arn;
    this.#changed();
  }

  putRolePolicy(accountId: string, roleName: string, policyName: string, document: string): void {
    const { inlinePolicies, roleName: name } = this.getRole(accountId, roleName);
    const policy = parsePolicy(document, "identity");
    const others = [...inlinePolicies].filter(([each]) => each !== policyName).map(([, each]) => each);
    const size = [...others, policy].reduce((sum, { text }) => sum + text.replace(/\s/g, "").length, 0);
    if (size > MAX_INLINE_SIZE)
      throw new AwsError("LimitExceeded", `Maximum policy size of ${MAX_INLINE_SIZE} bytes exceeded for role ${name}`, 409);
    inlinePolicies.set(policyName, policy);
    this.#changed();
  }

  getRolePolicy(accountId: string, roleName: string, policyName: string): Policy {
    const policy = this.getRole(accountId, roleName).inlinePolicies.get(policyName);
    if (policy === undefined) throw new AwsError("NoSuchEntity", `The role policy with name ${policyName} cannot be found.`, 404);
    return policy;
  }

  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void {
    this.getRolePolicy(accountId, roleName, policyName);
    this.getRole(accountId, roleName).inlinePolicies.delete(policyName);
    this.#changed();
  }

  attachRolePolicy(accountId: string, roleName: string, arn: string): void {
    const { attachedPolicies } = this.getRole(accountId, roleName);
    if (this.policyByArn(arn) === undefined) throw new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`, 404);
    if (!attachedPolicies.has(arn) && attachedPolicies.size >= MAX_ATTACHED)
      throw new AwsError("LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED}`, 409);
    attachedPolicies.add(arn);
    this.#changed();
  }

  detachRolePolicy(accountId: string, roleName: string, arn: string): void {
    if (!this.getRole(accountId, roleName).attachedPolicies.delete(arn))
      throw new AwsError("NoSuchEntity", `Policy ${arn} was not found.`, 404);
    this.#changed();
  }

  /** Fails while the role has policies, as in IAM. `force` deletes them too, as deleting a stack does. */
  deleteRole(accountId: string, roleName: string, how: "plain" | "force" = "plain"): void {
    const role = this.getRole(accountId, roleName);
    if (how === "plain" && role.attachedPolicies.size > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
    if (how === "plain" && role.inlinePolicies.size > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
    this.#roles.delete(`${accountId}/${role.roleName.toLowerCase()}`);
    this.#changed();
  }

  /** The document of a customer managed or AWS managed policy. */
  policyByArn(arn: string): Policy | undefined {
    const policy = this.policies.find(arn);
    return policy === undefined ? undefined : defaultDocument(policy);
  }

  /** The roles that have a policy attached, and those that have it as their permissions boundary; of one account, or of all. */
  usersOf(arn: string, accountId?: string): { attached: readonly Role[]; bounded: readonly Role[] } {
    const roles = [...this.#roles.values()].filter((role) => accountId === undefined || role.accountId === accountId);
    return {
      attached: roles.filter((role) => role.attachedPolicies.has(arn)),
      bounded: roles.filter((role) => role.permissionsBoundary === arn),
    };
  }

  /** The inline and attached policies of a role. */
  identityPoliciesOf(role: Role): Policy[] {
    return [...role.inlinePolicies.values(), ...[...role.attachedPolicies].flatMap((arn) => this.policyByArn(arn) ?? [])];
  }

  dump(): { roles: StoredRole[]; policies: StoredPolicy[] } {
    const roles = [...this.#roles.values()].map((role) => ({
      ...{
        accountId: role.accountId,
        path: role.path,
        roleName: role.roleName,
        roleId: role.roleId,
        createdAt: role.createdAt.toISOString(),
      },
      ...{ assumeRolePolicyDocument: role.trust.text, description: role.description, maxSessionDuration: role.maxSessionDuration },
      ...{ permissionsBoundary: role.permissionsBoundary, tags: [...role.tags], attachedPolicies: [...role.attachedPolicies] },
      inlinePolicies: [...role.inlinePolicies].map(([name, policy]): [string, string] => [name, policy.text]),
    }));
    return { roles, policies: this.policies.dump() };
  }

  load(stored: { roles: readonly StoredRole[]; policies: readonly StoredPolicy[] }): void {
    this.policies.load(stored.policies);
    for (const each of stored.roles) {
      const role = this.#toRole({ ...each, tags: new Map(each.tags) }, each.roleId, new Date(each.createdAt));
      for (const [name, text] of each.inlinePolicies) role.inlinePolicies.set(name, parsePolicy(text, "identity"));
      for (const arn of each.attachedPolicies) role.attachedPolicies.add(arn);
      this.#roles.set(`${role.accountId}/${role.roleName.toLowerCase()}`, role);
    }
  }

  clear(): void {
    this.#roles.clear();
    this.policies.clear();
  }

  #toRole(input: NewRole, roleId: string, createdAt: Date): Role {
    const checked = checkRole(input);
    this.#requireBoundary(input.permissionsBoundary);
    const arn = `arn:${this.#partition}:iam::${checked.accountId}:role${checked.path}${checked.roleName}`;
    return { ...checked, arn, roleId, createdAt, inlinePolicies: new Map(), attachedPolicies: new Set() };
  }

  #requireBoundary(arn: string | undefined): void {
    if (arn === undefined) return;
    if (!/^arn:[^:]*:iam::[^:]*:policy\/./.test(arn)) throw new AwsError("InvalidInput", `ARN ${arn} is not valid.`, 400);
    if (this.policyByArn(arn) === undefined)
      throw new AwsError("NoSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
  }
}
