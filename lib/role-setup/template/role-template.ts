import type { Partition } from "#kernel/aws/partition.ts";
import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";
import { logGroupArns, type Permission, permissions, selfInspection } from "./role-permissions.ts";
import { trustPolicy } from "./trust-policy.ts";

/** Increased whenever the role that the template creates changes. A role has this version as a tag, and a run stores the version offered at that time. */
export const TEMPLATE_VERSION = 1;

const ref = (Ref: string) => ({ Ref });
const sub = (text: string) => ({ "Fn::Sub": text });
const equals = (parameter: string, value: string) => ({ "Fn::Equals": [ref(parameter), value] });
const when = (condition: string, then: unknown) => ({ "Fn::If": [condition, then, ref("AWS::NoValue")] });

/**
 * The CloudFormation template that customers run in their own accounts, as a JSON object: one role with a generated name, and least
 * privilege by log access and log group prefix. CAPABILITY_IAM is enough. @throws for a malformed partner account
 */
export function roleTemplate(options: {
  partition: Partition;
  partnerAccountIds: readonly string[];
  partnerPrincipalArns: readonly string[];
}): object {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Sallyport, template version ${TEMPLATE_VERSION}: an IAM role that lets the portal read CloudWatch logs and that requires one External ID.`,
    Metadata: PARAMETER_GROUPS,
    Parameters: TEMPLATE_PARAMETERS,
    Conditions: CONDITIONS,
    Resources: {
      SallyportRole: { Type: "AWS::IAM::Role", Properties: roleProperties(trustPolicy({ ...options, externalId: ref("ExternalId") })) },
      SelfInspection: SELF_INSPECTION,
    },
    Outputs: {
      RoleArn: { Description: "Paste this into the portal.", Value: { "Fn::GetAtt": ["SallyportRole", "Arn"] } },
      TemplateVersion: { Description: "The version of this template.", Value: String(TEMPLATE_VERSION) },
    },
  };
}

const PARAMETER_GROUPS = {
  "AWS::CloudFormation::Interface": {
    ParameterGroups: [
      { Label: { default: "Set by the portal (do not change)" }, Parameters: ["ExternalId", "ConnectionId", "CustomerName"] },
      { Label: { default: "Log access" }, Parameters: ["LogAccess", "LogGroupPrefix", "AllowSelfInspection"] },
      { Label: { default: "Your IAM requirements" }, Parameters: ["PermissionsBoundaryArn", "RolePath"] },
    ],
  },
};

const CONDITIONS = {
  MayQuery: { "Fn::Or": [equals("LogAccess", "Query"), equals("LogAccess", "LiveTail")] },
  MayTail: equals("LogAccess", "LiveTail"),
  MayInspectItself: equals("AllowSelfInspection", "true"),
  HasBoundary: { "Fn::Not": [equals("PermissionsBoundaryArn", "")] },
  HasConnection: { "Fn::Not": [equals("ConnectionId", "")] },
  HasCustomerName: { "Fn::Not": [equals("CustomerName", "")] },
};

/** IAM allows 1,000 characters without line breaks in a description. */
const ONE_EXTERNAL_ID = "It can be assumed only with the External ID of one connection.";

function roleProperties(trust: object) {
  return {
    Path: ref("RolePath"),
    Description: {
      "Fn::If": [
        "HasCustomerName",
        sub(`Allows Sallyport to read CloudWatch logs of this account for \${CustomerName}. ${ONE_EXTERNAL_ID}`),
        `Allows Sallyport to read CloudWatch logs of this account. ${ONE_EXTERNAL_ID}`,
      ],
    },
    MaxSessionDuration: 3600,
    PermissionsBoundary: when("HasBoundary", ref("PermissionsBoundaryArn")),
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyName: "read-logs", PolicyDocument: { Version: "2012-10-17", Statement: logStatements() } }],
    Tags: [
      { Key: "sallyport:template-version", Value: String(TEMPLATE_VERSION) },
      { Key: "sallyport:log-access", Value: ref("LogAccess") },
      when("HasConnection", { Key: "sallyport:connection-id", Value: ref("ConnectionId") }),
    ],
  };
}

function logStatements(): unknown[] {
  const scope = { partition: `\${AWS::Partition}`, accountId: `\${AWS::AccountId}`, prefix: `\${LogGroupPrefix}` };
  return permissions(logGroupArns(scope).map(sub)).map(byLogAccess);
}

function byLogAccess({ from, statement }: Permission<object>): unknown {
  if (from === "Browse") return statement;
  return when(from === "Query" ? "MayQuery" : "MayTail", statement);
}

/** A separate policy, because a role's inline policy cannot refer to the ARN of its own role. */
const SELF_INSPECTION = {
  Type: "AWS::IAM::Policy",
  Condition: "MayInspectItself",
  Properties: {
    PolicyName: "self-inspection",
    Roles: [ref("SallyportRole")],
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [selfInspection({ "Fn::GetAtt": ["SallyportRole", "Arn"] })],
    },
  },
};

/** The text of the object of TEMPLATE_URL, so that what is published and what is expected there can be compared byte by byte. */
export function publishedTemplate(of: {
  readonly partition: Partition;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
}): string {
  const { partition, partnerAccountIds, partnerPrincipalArns } = of;
  return `${JSON.stringify(roleTemplate({ partition, partnerAccountIds, partnerPrincipalArns }), null, 2)}\n`;
}
