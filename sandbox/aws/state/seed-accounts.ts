import { randomUUID } from "node:crypto";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "./sandbox-accounts.ts";

/** The name of the partner role's inline policy. `/sandbox/identity-policy` replaces its document. */
export const PARTNER_POLICY = "assume-customer-roles";

/** The document of the partner role's policy, unless a test has replaced it. */
export const PARTNER_POLICY_DOCUMENT = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    // As in deploy/partner-account.json: in its own account, the portal can assume only the second principal.
    {
      Sid: "NeverOurOwn",
      Effect: "Deny",
      Action: "sts:AssumeRole",
      NotResource: `arn:*:iam::${PARTNER_ACCOUNT}:role/sallyport-second`,
      Condition: { StringEquals: { "aws:ResourceAccount": PARTNER_ACCOUNT } },
    },
    { Sid: "AssumeCustomerRoles", Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], Resource: "*" },
  ],
});

/**
 * Creates the partner's role, its second principal and, in the canary account, the open canary, the closed canary and an
 * outside principal. The canaries have no permissions; the closed one requires a random External ID that is not stored.
 */
export function seedAccounts({ iam, partition }: { readonly iam: RoleStore; readonly partition: string }): void {
  const root = `arn:${partition}:iam::${PARTNER_ACCOUNT}:root`;
  const trustPolicy = (AWS: string, externalId?: string) =>
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
  add(PARTNER_ACCOUNT, "sallyport", trustPolicy(root), "Role of the portal");
  add(
    PARTNER_ACCOUNT,
    "sallyport-second",
    trustPolicy(root),
    "Second principal of the partner, for trust policies that treat roles differently",
  );
  add(CANARY_ACCOUNT, "sallyport-canary-open", trustPolicy(root), "Requires no External ID, has no permissions");
  add(
    CANARY_ACCOUNT,
    "sallyport-canary-closed",
    trustPolicy(root, `nobody-${randomUUID()}`),
    "Requires an unknown External ID, has no permissions",
  );
  add(CANARY_ACCOUNT, "sallyport-outside", trustPolicy(root), "Principal outside the partner account");
  iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
  iam.putRolePolicy(PARTNER_ACCOUNT, "sallyport-second", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
  iam.putRolePolicy(CANARY_ACCOUNT, "sallyport-outside", PARTNER_POLICY, PARTNER_POLICY_DOCUMENT);
}
