import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "#sandbox/aws/state/sandbox-accounts.ts";

interface SentCall {
  readonly action: string;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Roles of the partner and of the canary account, which the portal assumes without an External ID. */
const OWN_ROLE = new RegExp(`^arn:[a-z-]+:iam::(?:${PARTNER_ACCOUNT}|${CANARY_ACCOUNT}):`);

/**
 * Whether a call is an AssumeRole of a customer's role without an External ID whose session would have permissions. The
 * portal omits the External ID only in probes, and the session policy of a probe denies everything.
 */
export function lacksExternalId({ action, roleArn, externalId, parameters }: SentCall): boolean {
  if (action !== "AssumeRole" || OWN_ROLE.test(roleArn ?? "")) return false;
  return (externalId ?? "") === "" && !deniesEverything(parameters["Policy"]);
}

function deniesEverything(policy: unknown): boolean {
  try {
    const { Statement }: { Statement?: unknown } = JSON.parse(String(policy));
    return JSON.stringify(Statement) === '[{"Effect":"Deny","Action":"*","Resource":"*"}]';
  } catch {
    return false;
  }
}
