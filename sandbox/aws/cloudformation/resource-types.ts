import { iamPolicy } from "./iam-policy.ts";
import { iamRole } from "./iam-role.ts";
import type { ResourceType } from "./resource-type.ts";

/** The resource types that are known; a template with any other is refused. */
export const resourceTypes: Readonly<Record<string, ResourceType | undefined>> = {
  "AWS::IAM::Role": iamRole,
  "AWS::IAM::Policy": iamPolicy,
};
