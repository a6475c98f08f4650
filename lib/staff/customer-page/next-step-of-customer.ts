import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { NextStepView } from "#lib/staff/shared/customer-page-view.ts";

/** The connection that needs something most urgently. */
export interface WorstConnection {
  readonly id: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  /** Since when it waits, in milliseconds since 1970; null if nothing is to be done or that is not known. */
  readonly since: number | null;
  /** The emails about its quarantine; null if there were none. */
  readonly emailed: NextStepView["emailed"];
}

interface Situation {
  readonly appUrl: string;
  readonly suspendedAt: number | null;
  readonly owners: number;
  readonly invitedOwners: number;
  readonly createdAt: number;
  /** Null if the customer has no connection. */
  readonly worst: WorstConnection | null;
  /** How many other connections have the status of this one. */
  readonly others: number;
}

const NOTHING = { since: null, emailed: null, connection: null, message: null, meanwhile: "" } as const;

/** What a customer needs next, and who does it; null if nothing is to be done. */
export function nextStepOfCustomer(of: Situation): NextStepView | null {
  const { suspendedAt, owners, invitedOwners, worst, createdAt } = of;
  if (suspendedAt !== null)
    return {
      ...{ ...NOTHING, owner: "Staff", what: "resume the customer when the reason is gone", since: suspendedAt, weight: "warning" },
      meanwhile: "Log access has stopped for all connections.",
    };
  if (owners === 0 && invitedOwners === 0)
    return {
      ...NOTHING,
      owner: "Staff",
      what: "invite an owner",
      weight: "warning",
      meanwhile: "No one at this customer can sign in as an owner.",
    };
  if (worst === null)
    return owners === 0
      ? { ...NOTHING, owner: "Customer", what: "the invited owner accepts the invitation", since: createdAt, weight: "info" }
      : { ...NOTHING, owner: "Customer", what: "an owner connects an AWS account", since: createdAt, weight: "info" };
  const step = nextStepOfConnection(of.appUrl, worst);
  return step === null || of.others === 0 ? step : withOthers(step, of.others, new URL("/connections", of.appUrl).href);
}

/** The step of the worst connection, with how many others need the same: otherwise the customer fixes only this one, and is called again. */
function withOthers(step: NextStepView, others: number, page: string): NextStepView {
  const more = `${others.toLocaleString("en")} more connection${others === 1 ? "" : "s"}`;
  return {
    ...step,
    meanwhile: `${step.meanwhile} ${more} of this customer ${others === 1 ? "has" : "have"} the same status.`.trimStart(),
    message: step.message && `${step.message} The same is needed for ${more}: ${page} lists ${others === 1 ? "it" : "them"}.`,
  };
}

/** What a connection needs next, and who does it; null if nothing is to be done. */
export function nextStepOfConnection(appUrl: string, connection: WorstConnection): NextStepView | null {
  const { id, name, status, since, emailed } = connection;
  const shared = { ...NOTHING, connection: { id, name }, since };
  const page = new URL(`/connections/${id}`, appUrl).href;
  switch (status) {
    case "quarantined": {
      return {
        ...{ ...shared, owner: "Customer", what: `the customer fixes the trust policy of ${name}`, emailed, weight: "error" },
        meanwhile: "Log access has stopped.",
        message: `The connection “${name}” ${since === null ? "is quarantined" : `has been quarantined since ${utcMoment(since, "short")}`}: its role can be assumed without the current External ID. Log access through this connection has stopped. To fix it, open ${page}, copy the corrected policy into the trust policy of the role in IAM, and choose “Verify now”.`,
      };
    }
    case "access_denied":
      return {
        ...{ ...shared, owner: "Customer", what: `the customer restores the role of ${name}`, weight: "error" },
        meanwhile: "The role denies access, so its logs can’t be read.",
        message: `The role of the connection “${name}” denies access, so its logs can’t be read. Check in IAM that the role exists and that its trust policy has your External ID. Then open ${page} and choose “Verify now”.`,
      };
    case "expired":
      return {
        ...{
          ...shared,
          owner: "Sallyport",
          what: `the portal verifies ${name} again`,
          weight: "warning",
        },
        meanwhile: "Log access requires a successful verification from the last 24 hours.",
      };
    case "verifying":
      return { ...shared, owner: "Sallyport", what: `the portal verifies ${name} until AWS has propagated the role`, weight: "info" };
    case "draft":
      return {
        ...{
          ...shared,
          owner: "Customer",
          what: `the customer creates the role of ${name} and submits its ARN`,
          weight: "info",
        },
        message: `The connection “${name}” has no role yet. To continue, open ${page}, create the role in AWS, and paste its ARN.`,
      };
    case "connected":
    case "disabled":
    case "removed":
      return null;
  }
}
