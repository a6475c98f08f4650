import { parseArgs } from "node:util";
import { parseRoleArn, partsOf, type RoleArn, type RoleArnProblem } from "#kernel/aws/role-arn.ts";
import { type AwsSettings, readAwsSettings } from "#lib/aws/aws-settings.ts";
import { parseSendableId, type SendableId } from "#lib/aws/sent-external-id.ts";
import type { ProbeExtras } from "#lib/verification/engine/run-probes.ts";

export interface VerifyRequest {
  readonly kind: "request";
  readonly roleArn: RoleArn;
  readonly externalId: SendableId;
  readonly settings: AwsSettings;
  readonly extras: ProbeExtras;
  readonly waitMs: number;
  readonly json: boolean;
}

/** Analyze the trust policy in a file. No call is sent to AWS. */
export interface ExamineRequest {
  readonly kind: "examine";
  readonly file: string;
  readonly externalId: SendableId;
  readonly partnerAccountIds: readonly string[];
  readonly json: boolean;
}

/** Print the usage. */
interface HelpRequest {
  readonly kind: "help";
  readonly message: string;
}

/** The arguments are not valid. The message is for the person at the terminal. */
interface UsageProblem {
  readonly kind: "usage";
  readonly message: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const USAGE = [
  "usage: npm run -s verify -- --role-arn ARN --external-id ID [--region REGION] [--wait SECONDS] [--json]",
  "       npm run -s verify -- --trust-policy FILE --external-id ID [--json]",
].join("\n");

const HELP = [
  USAGE,
  "",
  "Verifies a role, or analyzes a trust policy. Credentials come from the AWS SDK's default chain (AWS_PROFILE, AWS_ACCESS_KEY_ID …).",
  "The Region is --region, else AWS_REGION, else the main Region of the partition.",
  "Exit status: 0 secure, 1 not secure, 2 access denied, 3 inconclusive, 64 bad usage.",
].join("\n");

const PROBLEMS: Readonly<Record<RoleArnProblem, string>> = {
  empty: "is empty",
  "too-long": "is longer than any role ARN",
  "hidden-characters": "contains a space or another character that is not allowed in an ARN",
  "other-partition": "belongs to a different partition than the Region",
  "assumed-role": "is the ARN of a role session: use the role ARN, arn:aws:iam::<account>:role/<name>",
  "not-a-role": "is not a role ARN",
  "service-role": "is a role that AWS manages, which only that AWS service can assume",
  malformed: "is not a role ARN: arn:aws:iam::<account>:role/<name>",
  "own-account": "is in an account of the partner, where a role can be assumed without the External ID",
};
const LONGEST_WAIT_S = 3600;

const usage = (message: string): UsageProblem => ({ kind: "usage", message });

/**
 * Reads the command line of `npm run -s verify` and, from the environment, only the variables AWS_*, PARTNER_ACCOUNT_IDS and
 * ALLOW_CUSTOM_AWS_ENDPOINTS. It accepts any External ID that STS accepts, so that roles of other deployments can be verified.
 */
export function readVerifyArguments(
  argv: readonly string[],
  environment: Environment,
): VerifyRequest | ExamineRequest | HelpRequest | UsageProblem {
  const options = readOptions(argv);
  if (options.kind === "usage") return options;
  const { values } = options;
  if (values.help === true) return { kind: "help", message: HELP };
  const { "role-arn": roleText, "external-id": idText, "trust-policy": file, json = false } = values;
  if (idText === undefined || (roleText === undefined) === (file === undefined)) return usage(USAGE);
  const id = parseSendableId(idText);
  if (id.kind === "problem") return usage("--external-id must have 2 to 1224 characters: letters, digits, and _+=,.@:/-");
  const accounts = (environment["PARTNER_ACCOUNT_IDS"] ?? "").split(",").map((account) => account.trim());
  const partnerAccountIds = accounts.filter((account) => account !== "");
  if (file !== undefined) return { kind: "examine", file, externalId: id.value, partnerAccountIds, json };
  return readRun({ ...values, "role-arn": roleText ?? "" }, id.value, partnerAccountIds, environment);
}

interface RunValues {
  readonly "role-arn": string;
  readonly region?: string | undefined;
  readonly wait?: string | undefined;
  readonly json?: boolean | undefined;
}

function readRun(
  values: RunValues,
  externalId: SendableId,
  ownAccounts: readonly string[],
  environment: Environment,
): VerifyRequest | UsageProblem {
  const roleText = values["role-arn"];
  const region = values.region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? homeRegionOf(roleText);
  const aws = readAwsSettings(environment, region);
  if (aws.kind === "problem") return usage(aws.variable === "AWS_REGION" ? `${region} is not a known AWS Region.` : aws.message);
  const { settings } = aws;

  const extras = readExtras(environment, settings);
  if (extras.kind === "usage") return extras;
  const canaryAccounts =
    extras.canaries === undefined ? [] : [partsOf(extras.canaries.open).accountId, partsOf(extras.canaries.closed).accountId];
  const role = parseRoleArn(roleText, settings.partition, [...ownAccounts, ...canaryAccounts]);
  if (role.kind === "problem") return usage(`--role-arn ${PROBLEMS[role.problem]}.`);
  const wait = values.wait ?? "0";
  if (!/^[0-9]{1,4}$/.test(wait) || Number(wait) > LONGEST_WAIT_S)
    return usage(`--wait must be a whole number of seconds, at most ${LONGEST_WAIT_S}.`);
  return {
    kind: "request",
    roleArn: role.arn,
    externalId,
    settings,
    extras,
    waitMs: Number(wait) * 1000,
    json: values.json ?? false,
  };
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        "role-arn": { type: "string" },
        "external-id": { type: "string" },
        region: { type: "string" },
        wait: { type: "string" },
        json: { type: "boolean" },
        "trust-policy": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    return { kind: "options", values } as const;
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : "unreadable arguments"}\n${USAGE}`);
  }
}

/** The default region of a partition, in which STS is always active. */
function homeRegionOf(roleArn: string): string {
  if (roleArn.startsWith("arn:aws-us-gov:")) return "us-gov-west-1";
  return roleArn.startsWith("arn:aws-cn:") ? "cn-north-1" : "us-east-1";
}

function readExtras(environment: Environment, { partition }: AwsSettings): ({ readonly kind: "extras" } & ProbeExtras) | UsageProblem {
  const roles: Record<string, RoleArn> = {};
  for (const name of [
    "AWS_CANARY_OPEN_ROLE_ARN",
    "AWS_CANARY_CLOSED_ROLE_ARN",
    "AWS_OUTSIDE_PRINCIPAL_ROLE_ARN",
    "AWS_SECOND_PRINCIPAL_ROLE_ARN",
  ]) {
    const text = environment[name];
    if (text === undefined || text === "") continue;
    const parsed = parseRoleArn(text, partition, []);
    if (parsed.kind === "problem") return usage(`${name} ${PROBLEMS[parsed.problem]}.`);
    roles[name] = parsed.arn;
  }
  const { AWS_CANARY_OPEN_ROLE_ARN: open, AWS_CANARY_CLOSED_ROLE_ARN: closed } = roles;
  if ((open === undefined) !== (closed === undefined))
    return usage("Set both AWS_CANARY_OPEN_ROLE_ARN and AWS_CANARY_CLOSED_ROLE_ARN, or neither.");
  return {
    kind: "extras",
    canaries: open !== undefined && closed !== undefined ? { open, closed } : undefined,
    principals: { outside: roles["AWS_OUTSIDE_PRINCIPAL_ROLE_ARN"], second: roles["AWS_SECOND_PRINCIPAL_ROLE_ARN"] },
  };
}
