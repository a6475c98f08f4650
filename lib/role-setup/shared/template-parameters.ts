import { EXTERNAL_ID_PATTERN } from "#kernel/aws/external-id-pattern.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";

/** The log access that a role grants. Browse costs the customer nothing, Query adds Logs Insights, LiveTail adds Live Tail. */
export const LOG_ACCESS_VALUES = ["Browse", "Query", "LiveTail"] as const;
export type LogAccessParameter = (typeof LOG_ACCESS_VALUES)[number];

/** A template parameter, in the terms of CloudFormation. All are Strings and none is NoEcho: a quick-create link ignores those. */
export interface TemplateParameter {
  readonly Type: "String";
  readonly Description: string;
  readonly Default?: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly MaxLength?: number;
  readonly ConstraintDescription?: string;
}

const SEGMENT = "[A-Za-z0-9_+=,.@-]+";

/** The parameters of template version 1. A quick-create link may name these and no others. */
export const TEMPLATE_PARAMETERS = {
  ExternalId: {
    Type: "String",
    Description: "The External ID of this connection, created by the portal. Do not change it.",
    AllowedPattern: EXTERNAL_ID_PATTERN,
    ConstraintDescription: "must be the External ID that the portal shows, unchanged",
  },
  ConnectionId: {
    Type: "String",
    Description: "The ID of this connection in the portal, stored as a tag of the role. Do not change it.",
    Default: "",
    AllowedPattern: "^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$",
    ConstraintDescription: "must be the connection ID from the portal's link, or empty",
  },
  CustomerName: {
    Type: "String",
    Description:
      "The company that the role is for, shown in the description of the role. If this is not your company, close this page and do not create the stack.",
    Default: "",
    MaxLength: 80,
    AllowedPattern: "^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff .,_&()'-]*$",
    ConstraintDescription: "must be at most 80 letters, digits, spaces and . , _ & ( ) ' -",
  },
  LogAccess: {
    Type: "String",
    Description:
      "Log access. Browse reads log events at no cost to you. Query adds CloudWatch Logs Insights, and LiveTail adds both Logs Insights and Live Tail; AWS bills both to you.",
    Default: "Browse",
    AllowedValues: LOG_ACCESS_VALUES,
  },
  LogGroupPrefix: {
    Type: "String",
    Description: "Only log groups whose names start with this prefix can be read. Leave empty for all log groups.",
    Default: "/",
    MaxLength: 512,
    AllowedPattern: "^[A-Za-z0-9_./#-]*$",
    ConstraintDescription: "must contain only characters that log group names allow: letters, digits, and _ . / # -",
  },
  AllowSelfInspection: {
    Type: "String",
    Description:
      "Whether the portal may read the policies, description, and tags of this role, and of no other role, to tell you when the role is out of date.",
    Default: "false",
    AllowedValues: ["true", "false"],
  },
  PermissionsBoundaryArn: {
    Type: "String",
    Description: "The ARN of the permissions boundary that your organization requires on every role, if any.",
    Default: "",
    MaxLength: 2048,
    AllowedPattern: `^(arn:(aws|aws-us-gov|aws-cn):iam::([0-9]{12}|aws):policy/(${SEGMENT}/)*${SEGMENT})?$`,
    ConstraintDescription: "must be the ARN of an IAM policy, or empty",
  },
  RolePath: {
    Type: "String",
    Description: "The path of the role.",
    Default: "/sallyport/",
    MaxLength: 512,
    AllowedPattern: `^/(${SEGMENT}/)*$`,
    ConstraintDescription: "must begin and end with a slash",
  },
} as const satisfies Record<string, TemplateParameter>;

export type TemplateParameterName = keyof typeof TEMPLATE_PARAMETERS;

/** Whether the template has a parameter of this name. */
export function isTemplateParameter(name: string): name is TemplateParameterName {
  return Object.hasOwn(TEMPLATE_PARAMETERS, name);
}

const NAMES: Readonly<Record<LogAccess, LogAccessParameter>> = { browse: "Browse", query: "Query", "live-tail": "LiveTail" };

/** The template's value for a log access. */
export function logAccessParameter(access: LogAccess): LogAccessParameter {
  return NAMES[access];
}
