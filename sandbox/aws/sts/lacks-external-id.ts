import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "#sandbox/aws/state/sandbox-accounts.ts";

interface SentCall {
  readonly action: string;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The partner's own roles, which it enters without an ID. */
const OWN_ROLE = new RegExp(`^arn:[a-z-]+:iam::(?:${PARTNER_ACCOUNT}|${CANARY_ACCOUNT}):`);

/**
 * An AssumeRole for a customer's role that brought no External ID although the session could do something. A try that
 * must be refused leaves the ID out on purpose, and the wire says so: its session policy denies everything.
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
