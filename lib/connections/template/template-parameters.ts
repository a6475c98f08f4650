import { EXTERNAL_ID_PATTERN } from "#lib/kernel/external-id-pattern.ts";

/** What the role may do for us. Browse costs the customer nothing, Query adds Insights, Tail adds Live Tail. */
export const TIERS = ["Browse", "Query", "Tail"] as const;
export type Tier = (typeof TIERS)[number];

/** One parameter in CloudFormation's own words. All are Strings and none is NoEcho: a quick-create link ignores those. */
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
    Description: "The External ID that the portal shows for this connection. The portal made it; leave it as it is.",
    AllowedPattern: EXTERNAL_ID_PATTERN,
    ConstraintDescription: "must be the External ID that the portal shows, unchanged",
  },
  ConnectionId: {
    Type: "String",
    Description: "The portal's name for this connection, kept as a tag of the role. Leave it as it is.",
    Default: "",
    AllowedPattern: "^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$",
    ConstraintDescription: "must be the id that the portal's link carries, or empty",
  },
  CustomerName: {
    Type: "String",
    Description: "For whom the role is, as its description says. If this is not you, close this page and create nothing.",
    Default: "",
    MaxLength: 80,
    AllowedPattern: "^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff .,_&()'-]*$",
    ConstraintDescription: "must be at most 80 letters, digits, spaces and . , _ & ( ) ' -",
  },
  Tier: {
    Type: "String",
    Description: "Browse reads log events and costs you nothing. Query adds Logs Insights and Tail adds Live Tail, which AWS bills to you.",
    Default: "Browse",
    AllowedValues: TIERS,
  },
  LogGroupPrefix: {
    Type: "String",
    Description: "Only log groups whose names start with this can be read. Empty means all of them.",
    Default: "/",
    MaxLength: 512,
    AllowedPattern: "^[A-Za-z0-9_./#-]*$",
    ConstraintDescription: "must hold only the characters of a log group's name: letters, digits and _ . / # -",
  },
  AllowSelfInspection: {
    Type: "String",
    Description:
      "Whether the portal may read this role's own trust policy and tags (iam:GetRole on this role alone), to tell you when it is out of date.",
    Default: "false",
    AllowedValues: ["true", "false"],
  },
  PermissionsBoundaryArn: {
    Type: "String",
    Description: "The policy that your organisation sets as permissions boundary on every role, if it has one.",
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
