import type { Partition } from "./partition.ts";

declare const brand: unique symbol;
/** The ARN of an IAM role in this partition, validated by {@link parseRoleArn}. A plain string is not assignable to it. */
export type RoleArn = string & { readonly [brand]: "RoleArn" };

export type RoleArnProblem =
  | "empty"
  | "too-long"
  | "hidden-characters"
  | "other-partition"
  | "assumed-role"
  | "not-a-role"
  | "service-role"
  | "malformed"
  | "own-account";

export type ParsedRoleArn =
  | { readonly kind: "role"; readonly arn: RoleArn; readonly accountId: string; readonly roleName: string }
  | { readonly kind: "problem"; readonly problem: RoleArnProblem };

const ROLE =
  /^arn:(?<partition>aws|aws-us-gov|aws-cn):iam::(?<accountId>[0-9]{12}):role\/(?<path>(?:[A-Za-z0-9_+=,.@-]+\/)*)(?<roleName>[A-Za-z0-9_+=,.@-]{1,64})$/;
/** IAM's limit in characters, with the slashes at both ends. */
const LONGEST_PATH = 512;
/** Characters of an ARN with the longest path, a name of 64 characters and the partition with the longest name. */
const LONGEST = 613;

const problem = (of: RoleArnProblem): ParsedRoleArn => ({ kind: "problem", problem: of });

/**
 * Validates what a person pasted as a role ARN. Nothing is trimmed or normalized: an accepted text is sent to STS as it is,
 * and the CHECKs of the database accept its parts. `ownAccounts` are the partner's accounts and the canary account, whose
 * roles are rejected: the portal could assume them without an External ID. Source: IAM user guide, "IAM identifiers" and
 * "IAM and AWS STS quotas".
 */
export function parseRoleArn(pasted: string, served: Partition, ownAccounts: readonly string[]): ParsedRoleArn {
  if (pasted === "") return problem("empty");
  if (pasted.length > LONGEST) return problem("too-long");
  if (/[^\x21-\x7e]/.test(pasted)) return problem("hidden-characters");
  const parts = readParts(pasted);
  if (parts === undefined) return problem(nameProblem(pasted, served));
  const { partition, accountId, path, roleName } = parts;
  if (partition !== served) return problem("other-partition");
  if (path.length + 1 > LONGEST_PATH) return problem("malformed");
  if (path.startsWith("aws-service-role/") || path.startsWith("aws-reserved/") || roleName.startsWith("AWSReservedSSO_"))
    return problem("service-role");
  if (ownAccounts.includes(accountId)) return problem("own-account");
  return { kind: "role", arn: pasted as RoleArn, accountId, roleName };
}

interface RoleArnParts {
  readonly partition: Partition;
  readonly accountId: string;
  /** Empty, or with a slash at the end. */
  readonly path: string;
  readonly roleName: string;
}

function readParts(text: string): RoleArnParts | undefined {
  // No group of the pattern is optional, so each has a value in every match.
  return ROLE.exec(text)?.groups as RoleArnParts | undefined;
}

function nameProblem(pasted: string, served: Partition): RoleArnProblem {
  const arn = /^arn:(aws|aws-us-gov|aws-cn):(iam|sts)::[0-9]{12}:(role\/)?/.exec(pasted);
  if (arn === null) return "malformed";
  if (arn[1] !== served) return "other-partition";
  if (arn[2] === "sts") return "assumed-role";
  return arn[3] === undefined ? "not-a-role" : "malformed";
}

/** A role ARN from the database, validated again. @throws Error when it is malformed */
export function storedRoleArn(value: string): RoleArn {
  if (value.length > LONGEST || !ROLE.test(value)) throw new Error("a stored role ARN is malformed");
  return value as RoleArn;
}

/** The account ID, name and partition, which the response of STS must repeat. STS leaves the path out. */
export function partsOf(arn: RoleArn): Omit<RoleArnParts, "path"> {
  const parts = readParts(arn);
  if (parts === undefined) throw new Error("a role ARN is malformed");
  return parts;
}
