import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Absent when the parameter was not sent. */
  readonly externalId?: string;
  /** Seconds; absent when the parameter was not sent. */
  readonly durationSeconds?: number;
  readonly policy?: string;
  readonly sourceIdentity?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
}

/** The constraints of a parameter. `patternText` is how AWS's validation errors write the pattern. */
interface Constraint {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  readonly patternText: string;
}

const NAME: Omit<Constraint, "min" | "max"> = { pattern: /^[\w+=,.@-]*$/, patternText: "[\\w+=,.@-]*" };
const CONSTRAINTS = {
  roleArn: {
    min: 20,
    max: 2048,
    pattern: /^[\t\n\r\x20-\x7e\x85\xa0-\uffff]+$/,
    patternText: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF]+",
  },
  roleSessionName: { min: 2, max: 64, ...NAME },
  externalId: { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/, patternText: "[\\w+=,.@:\\/-]*" },
  sourceIdentity: { min: 2, max: 64, ...NAME },
  policy: { min: 1, max: 2048, pattern: /^[\s\S]*$/, patternText: "" },
} satisfies Record<string, Constraint>;

const invalid = (message: string) => new AwsError("ValidationError", message, 400);

/**
 * Reads and validates the parameters of AssumeRole, as STS does before it evaluates the role.
 * @throws AwsError ValidationError or MalformedInput
 */
export function readAssumeRole(fields: URLSearchParams): AssumeRoleInput {
  const roleArn = checked("roleArn", fields.get("RoleArn"));
  const sessionName = checked("roleSessionName", fields.get("RoleSessionName"));
  const failed = [roleArn, sessionName].flatMap((each) => (each === undefined ? [] : each.problems));
  if (roleArn === undefined || sessionName === undefined) {
    throw invalid(
      `1 validation error detected: Value null at '${roleArn === undefined ? "roleArn" : "roleSessionName"}' failed to satisfy constraint: Member must not be null`,
    );
  }
  const externalId = checked("externalId", fields.get("ExternalId"));
  const sourceIdentity = checked("sourceIdentity", fields.get("SourceIdentity"));
  const policy = checked("policy", fields.get("Policy"));
  const duration = durationOf(fields.get("DurationSeconds"));
  for (const each of [externalId, sourceIdentity, policy, duration]) failed.push(...(each?.problems ?? []));
  if (failed.length > 0) throw invalid(`${failed.length} validation error${failed.length > 1 ? "s" : ""} detected: ${failed.join("; ")}`);
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn.value)) throw invalid(`${roleArn.value} is invalid`);
  return {
    roleArn: roleArn.value,
    sessionName: sessionName.value,
    ...(externalId === undefined ? {} : { externalId: externalId.value }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity: sourceIdentity.value }),
    ...(policy === undefined ? {} : { policy: policy.value }),
    ...(duration === undefined ? {} : { durationSeconds: duration.value }),
    tags: tagsOf(fields),
    transitiveTagKeys: membersOf(fields, "TransitiveTagKeys.member"),
  };
}

interface Checked<T> {
  readonly value: T;
  readonly problems: readonly string[];
}

function checked(name: keyof typeof CONSTRAINTS, value: string | null): Checked<string> | undefined {
  if (value === null) return undefined;
  const { min, max, pattern, patternText } = CONSTRAINTS[name];
  const problem = (constraint: string) => `Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`;
  const problems: string[] = [];
  if (value.length < min) problems.push(problem(`have length greater than or equal to ${min}`));
  if (value.length > max) problems.push(problem(`have length less than or equal to ${max}`));
  if (!pattern.test(value)) problems.push(problem(`satisfy regular expression pattern: ${patternText}`));
  return { value, problems };
}

function durationOf(text: string | null): Checked<number> | undefined {
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^-?\d+$/.test(text)) throw new AwsError("MalformedInput", `Invalid integer value '${text}'`, 400);
  const problem = (constraint: string) =>
    `Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${constraint}`;
  const problems = value < 900 ? [problem("greater than or equal to 900")] : value > 43_200 ? [problem("less than or equal to 43200")] : [];
  return { value, problems };
}

function tagsOf(fields: URLSearchParams): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (let i = 1; fields.has(`Tags.member.${i}.Key`); i++)
    tags.set(fields.get(`Tags.member.${i}.Key`) ?? "", fields.get(`Tags.member.${i}.Value`) ?? "");
  if (tags.size > 50)
    throw invalid(
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    );
  return tags;
}

function membersOf(fields: URLSearchParams, name: string): string[] {
  const members: string[] = [];
  for (let i = 1; fields.has(`${name}.${i}`); i++) members.push(fields.get(`${name}.${i}`) ?? "");
  return members;
}
