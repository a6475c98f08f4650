import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readStsInput } from "./sts-input.ts";

export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Absent when the parameter was not sent. */
  readonly externalId?: string;
  /** Seconds; absent when the parameter was not sent. */
  readonly durationSeconds?: number;
  readonly policy?: string;
  /** ARNs of managed policies that limit the session together with `policy`. */
  readonly policyArns?: readonly string[];
  readonly sourceIdentity?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
}

interface Parameters {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  readonly ExternalId?: string;
  readonly DurationSeconds?: number;
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
  readonly SourceIdentity?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TransitiveTagKeys?: readonly string[];
}

const MAX_POLICY_ARNS = 10;

const invalid = (message: string) => new AwsError("ValidationError", message, 400);
const invalidTag = (message: string) => new AwsError("InvalidParameterValue", message, 400);

/**
 * Reads and validates the parameters of AssumeRole, as STS does before it evaluates the role.
 * @throws AwsError ValidationError, MalformedInput or InvalidParameterValue
 */
export function readAssumeRole(fields: URLSearchParams): AssumeRoleInput {
  const given: Parameters = readStsInput("AssumeRole", fields);
  const { RoleArn: roleArn = "", RoleSessionName: sessionName = "", PolicyArns = [] } = given;
  if (!/^arn:[a-z-]+:iam::\d{12}:.+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  if (PolicyArns.length > MAX_POLICY_ARNS) throw invalid(`A session can have at most ${MAX_POLICY_ARNS} managed session policies.`);
  return {
    roleArn,
    sessionName,
    ...(given.ExternalId === undefined ? {} : { externalId: given.ExternalId }),
    ...(given.SourceIdentity === undefined ? {} : { sourceIdentity: given.SourceIdentity }),
    ...(given.Policy === undefined ? {} : { policy: given.Policy }),
    ...(PolicyArns.length === 0 ? {} : { policyArns: PolicyArns.map(({ arn = "" }) => arn) }),
    ...(given.DurationSeconds === undefined ? {} : { durationSeconds: given.DurationSeconds }),
    ...tagsOf(given),
  };
}

/** Tag keys are compared without regard to case. */
function tagsOf({ Tags = [], TransitiveTagKeys = [] }: Parameters): Pick<AssumeRoleInput, "tags" | "transitiveTagKeys"> {
  const keys = new Set(Tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < Tags.length) throw invalidTag("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  if (TransitiveTagKeys.some((key) => !keys.has(key.toLowerCase())))
    throw invalidTag("The specified transitive tag key must be included in the requested tags.");
  return { tags: new Map(Tags.map(({ Key, Value }) => [Key, Value])), transitiveTagKeys: TransitiveTagKeys };
}
