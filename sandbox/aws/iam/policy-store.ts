import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { awsManagedPolicies, awsManagedPolicy } from "./managed-policies.ts";
import type { ManagedPolicy, NewPolicy, PolicyVersion, StoredPolicy } from "./managed-policy.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import { MAX_TAGS } from "./role.ts";
import { uniqueId } from "./unique-id.ts";

const MAX_SIZE = 6144;
const MAX_VERSIONS = 5;

const notFound = (arn: string) => new AwsError("NoSuchEntity", `Policy ${arn} was not found.`, 404);

/** The customer managed policies of all accounts, with their versions. Methods throw AwsError with IAM's codes and messages. */
export class PolicyStore {
  readonly #partition: string;
  readonly #changed: () => void;
  readonly #policies = new Map<string, ManagedPolicy>();

  constructor(partition: string, changed: () => void) {
    this.#partition = partition;
    this.#changed = changed;
  }

  create({ accountId, policyName, path = "/", document, description, tags = new Map() }: NewPolicy): ManagedPolicy {
    const arn = `arn:${this.#partition}:iam::${accountId}:policy${path}${policyName}`;
    const same = this.list(accountId).some((policy) => policy.policyName.toLowerCase() === policyName.toLowerCase());
    if (same)
      throw new AwsError("EntityAlreadyExists", `A policy called ${policyName} already exists. Duplicate names are not allowed.`, 409);
    const now = new Date();
    const first = versionOf(1, document, now);
    const policy: ManagedPolicy = {
      ...{ arn, accountId, policyName, path, policyId: uniqueId("ANPA"), description, createdAt: now, updatedAt: now, tags },
      ...{ versions: [first], defaultVersionId: first.versionId, created: 1 },
    };
    this.#policies.set(arn, policy);
    this.#changed();
    return policy;
  }

  /** A customer managed policy, or an AWS managed policy that the sandbox has. */
  find(arn: string): ManagedPolicy | undefined {
    return this.#policies.get(arn) ?? awsManagedPolicy(arn);
  }

  require(arn: string): ManagedPolicy {
    const policy = this.find(arn);
    if (policy === undefined) throw notFound(arn);
    return policy;
  }

  /** The policies of an account by name. */
  list(accountId: string): ManagedPolicy[] {
    const own = [...this.#policies.values()].filter((policy) => policy.accountId === accountId);
    return own.sort((a, b) => (a.policyName < b.policyName ? -1 : 1));
  }

  listAws(): ManagedPolicy[] {
    return awsManagedPolicies(this.#partition);
  }

  /** Deletes a policy that has one version. The caller has checked that nothing uses it. */
  delete(arn: string): void {
    if (this.#own(arn).versions.length > 1)
      throw new AwsError(
        "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        409,
      );
    this.#policies.delete(arn);
    this.#changed();
  }

  addVersion(arn: string, document: string, isDefault: boolean): PolicyVersion {
    const policy = this.#own(arn);
    if (policy.versions.length >= MAX_VERSIONS)
      throw new AwsError(
        "LimitExceeded",
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
        409,
      );
    const version = versionOf(policy.created + 1, document, new Date());
    policy.created++;
    policy.versions.unshift(version);
    if (isDefault) this.setDefault(arn, version.versionId);
    this.#changed();
    return version;
  }

  version(arn: string, versionId: string): PolicyVersion {
    const version = this.find(arn)?.versions.find((each) => each.versionId === versionId);
    if (version === undefined)
      throw new AwsError("NoSuchEntity", `Policy ${arn} version ${versionId} does not exist or is not attachable.`, 404);
    return version;
  }

  setDefault(arn: string, versionId: string): void {
    this.version(arn, versionId);
    const policy = this.#own(arn);
    policy.defaultVersionId = versionId;
    policy.updatedAt = new Date();
    this.#changed();
  }

  deleteVersion(arn: string, versionId: string): void {
    this.version(arn, versionId);
    const policy = this.#own(arn);
    if (policy.defaultVersionId === versionId) throw new AwsError("DeleteConflict", "Cannot delete the default version of a policy.", 409);
    policy.versions = policy.versions.filter((version) => version.versionId !== versionId);
    this.#changed();
  }

  tag(arn: string, tags: ReadonlyMap<string, string>): void {
    const policy = this.#own(arn);
    const merged = new Map([...policy.tags, ...tags]);
    if (merged.size > MAX_TAGS)
      throw new AwsError("LimitExceeded", `The number of tags has reached the maximum limit of ${MAX_TAGS}.`, 409);
    policy.tags = merged;
    this.#changed();
  }

  untag(arn: string, keys: readonly string[]): void {
    const policy = this.#own(arn);
    policy.tags = new Map([...policy.tags].filter(([key]) => !keys.includes(key)));
    this.#changed();
  }

  dump(): StoredPolicy[] {
    return [...this.#policies.values()].map(({ versions, tags, createdAt, updatedAt, ...policy }) => ({
      ...policy,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
      tags: [...tags],
      versions: versions.map(({ versionId, policy: { text }, createdAt: at }) => [versionId, text, at.toISOString()]),
    }));
  }

  load(stored: readonly StoredPolicy[]): void {
    for (const { versions, tags, createdAt, updatedAt, ...policy } of stored) {
      this.#policies.set(policy.arn, {
        ...policy,
        description: policy.description,
        createdAt: new Date(createdAt),
        updatedAt: new Date(updatedAt),
        tags: new Map(tags),
        versions: versions.map(([versionId, text, at]) => ({ versionId, policy: parsePolicy(text, "managed"), createdAt: new Date(at) })),
      });
    }
  }

  clear(): void {
    this.#policies.clear();
    this.#changed();
  }

  /** A policy that can be changed, which those of AWS cannot. */
  #own(arn: string): ManagedPolicy {
    const policy = this.#policies.get(arn);
    if (policy === undefined) throw notFound(arn);
    return policy;
  }
}

function versionOf(number: number, document: string, createdAt: Date): PolicyVersion {
  const policy = parsePolicy(document, "managed");
  if (document.replace(/\s/g, "").length > MAX_SIZE)
    throw new AwsError("LimitExceeded", `Cannot exceed quota for PolicySize: ${MAX_SIZE}`, 409);
  return { versionId: `v${number}`, policy, createdAt };
}
