import { randomUUID } from "node:crypto";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "./sandbox-accounts.ts";

/** The name of the policy by which the partner's role may call AssumeRole; `/sandbox/identity-policy` replaces it. */
export const PARTNER_POLICY = "assume-customer-roles";

/** What the partner's own identity policy says unless a test breaks it. */
export const PARTNER_POLICY_DOCUMENT = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    // As deploy/partner-account.json has it: of its own account the portal may enter the second principal only.
    {
      Sid: "NeverOurOwn",
      Effect: "Deny",
      Action: "sts:AssumeRole",
      NotResource: `arn:*:iam::${PARTNER_ACCOUNT}:role/sallyport-second`,
      Condition: { StringEquals: { "aws:ResourceAccount": PARTNER_ACCOUNT } },
    },
    { Sid: "AssumeCustomerRoles", Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], Resource: "*" },
    { Sid: "PublishTemplate", Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: "*" },
  ],
});

/**
 * The partner's role, a second one and, in the canary account, the open and the closed canary and an outside principal.
 * The canaries hold no permissions; the closed one wants an External ID nobody knows.
 */
export function seedAccounts({ iam, partition }: { readonly iam: RoleStore; readonly partition: string }): void {
  const root = `arn:${partition}:iam::${PARTNER_ACCOUNT}:root`;
  const trusting = (AWS: string, externalId?: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS },
          Action: "sts:AssumeRole",
          ...(externalId === undefined ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
        },
      ],
    });
  const add = (accountId: string, roleName: string, assumeRolePolicyDocument: string, description: string) =>
    iam.createRole({ accountId, roleName, assumeRolePolicyDocument, description });
  add(PARTNER_ACCOUNT, "sallyport", trusting(root), "What the portal runs as");
  add(PARTNER_ACCOUNT, "sallyport-second", trusting(root), "A second principal of the partner's, for per-role holes");
  add(CANARY_ACCOUNT, "sallyport-canary-open", trusting(root), "Opens without an External ID, holds nothing");
  add(CANARY_ACCOUNT, "sallyport-canary-closed", trusting(root, `nobody-${randomUUID()}`), "Opens for nobody");
  add(CANARY_ACCOUNT, "sallyport-outside", trusting(root), "A principal outside the partner's account");
  iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
  iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport-second", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
  iam.putRolePolicy(CANARY_ACCOUNT, "sallyport-outside", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
}
