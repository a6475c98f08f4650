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

/** An AWS managed policy by its ARN in any partition; undefined for those that the sandbox does not have. */
export function managedPolicy(arn: string): Policy | undefined {
  const name = /^arn:aws(?:-us-gov|-cn)?:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : MANAGED.get(name);
}
