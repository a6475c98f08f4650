import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AwsClients, Caller } from "./aws-clients.ts";
import { awsErrorFacts, codeOf, type WhyInconclusive, whyInconclusive } from "./read-aws-error.ts";

export type CallerIdentityOutcome =
  | { readonly kind: "identity"; readonly accountId: string; readonly arn: string; readonly userId: string }
  | { readonly kind: "inconclusive"; readonly why: WhyInconclusive; readonly code: string | undefined; readonly cause: unknown };

/** Calls sts:GetCallerIdentity, which needs no permission and which no policy can deny. */
export async function getCallerIdentity(
  clients: AwsClients,
  caller: Caller,
  { signal, stsRegion }: { readonly signal?: AbortSignal; readonly stsRegion?: string } = {},
): Promise<CallerIdentityOutcome> {
  try {
    const reply = await clients.sts(caller, stsRegion).send(new GetCallerIdentityCommand({}), { ...(signal && { abortSignal: signal }) });
    const { Account: accountId, Arn: arn, UserId: userId } = reply;
    if (accountId && arn && userId) return { kind: "identity", accountId, arn, userId };
    return { kind: "inconclusive", why: "malformed", code: undefined, cause: new Error("the reply to GetCallerIdentity has no identity") };
  } catch (cause) {
    const facts = awsErrorFacts(cause);
    return { kind: "inconclusive", why: whyInconclusive(facts), code: codeOf(facts), cause };
  }
}
