import { iamPolicy } from "./iam-policy.ts";
import { iamRole } from "./iam-role.ts";
import type { ResourceType } from "./resource-type.ts";

/** The supported resource types; a template with any other is rejected. */
export const resourceTypes: Readonly<Record<string, ResourceType | undefined>> = {
  "AWS::IAM::Role": iamRole,
  "AWS::IAM::Policy": iamPolicy,
};
