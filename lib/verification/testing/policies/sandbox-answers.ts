import { trustPolicyEvaluator } from "@sallyport/aws-sandbox/policies";
import type { TrustDocument, TrustRequest } from "./model/trust-document.ts";

export const CUSTOMER_ROLE = "arn:aws:iam::222222222222:role/sallyport/reader";

/** The other parameters of the engine's call. No policy here has a condition on them. */
interface OtherParameters {
  readonly durationSeconds?: number;
  readonly policy?: string;
}

/** The sandbox's evaluation of calls to a role with this trust policy, without HTTP. */
export function sandboxAnswers(document: TrustDocument): (request: TrustRequest, others?: OtherParameters) => boolean {
  const allows = trustPolicyEvaluator(JSON.stringify(document), CUSTOMER_ROLE);
  return ({ callerArn, externalId, sessionName, sourceIp }, others = {}) =>
    allows({ callerArn, sessionName, sourceIp, ...others, ...(externalId !== undefined && { externalId }) });
}
