import type { ManagedPolicy } from "./managed-policy.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import type { Policy } from "./policy/policy-document.ts";

const allowing = (action: string | readonly string[]): Policy =>
  parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] }), "identity");

const MANAGED: ReadonlyMap<string, Policy> = new Map([
  ["AdministratorAccess", allowing("*")],
  ["PowerUserAccess", allowing(["logs:*", "sts:*", "s3:*", "cloudformation:*"])],
  ["CloudWatchLogsFullAccess", allowing("logs:*")],
  [
    "CloudWatchLogsReadOnlyAccess",
    allowing([
      "logs:Describe*",
      "logs:Get*",
      "logs:List*",
      "logs:StartQuery",
      "logs:StopQuery",
      "logs:TestMetricFilter",
      "logs:FilterLogEvents",
      "logs:StartLiveTail",
      "logs:StopLiveTail",
    ]),
  ],
  [
    "ReadOnlyAccess",
    allowing([
      "logs:Describe*",
      "logs:Get*",
      "logs:List*",
      "logs:FilterLogEvents",
      "logs:StartQuery",
      "logs:StopQuery",
      "iam:Get*",
      "iam:List*",
      "s3:Get*",
      "s3:List*",
    ]),
  ],
]);

const EPOCH = new Date("2015-02-06T18:39:46Z");

/** An AWS managed policy by its ARN in any partition; undefined for those that the sandbox does not have. */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  const [, partition = "", policyName = ""] =
    /^arn:(aws(?:-us-gov|-cn)?):iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(arn) ?? [];
  const policy = MANAGED.get(policyName);
  if (policy === undefined) return undefined;
  return {
    ...{ arn: `arn:${partition}:iam::aws:policy/${policyName}`, accountId: "aws", policyName, path: "/", description: undefined },
    ...{ policyId: `ANPA${policyName.toUpperCase().padEnd(17, "A").slice(0, 17)}`, createdAt: EPOCH, updatedAt: EPOCH, tags: new Map() },
    ...{ versions: [{ versionId: "v1", policy, createdAt: EPOCH }], defaultVersionId: "v1", created: 1 },
  };
}

/** The AWS managed policies that the sandbox has, in the order of their names. */
export function awsManagedPolicies(partition: string): ManagedPolicy[] {
  return [...MANAGED.keys()].sort().flatMap((name) => awsManagedPolicy(`arn:${partition}:iam::aws:policy/${name}`) ?? []);
}
