import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { ConnectionStep } from "#lib/staff/shared/connection-page-view.ts";

const VERIFY: ConnectionStep = {
  what: "Verify",
  owner: "Customer or staff",
  detail: "The portal also verifies the connection every 12 hours.",
};
const RESUMES: ConnectionStep = { what: "Log access resumes", owner: "Sallyport", detail: "Immediately after a Connected result." };

interface Situation {
  readonly status: ConnectionStatus;
  readonly customerSuspended: boolean;
  readonly rotation: "pending" | "retiring" | null;
  /** The template that was offered for its role, and the one that the portal offers now. */
  readonly template: number | null;
  readonly currentTemplate: number;
}

/** What is to be done until a connection works, in this order, and by whom; none if it works. The first step blocks the others. */
export function stepsOf(of: Situation): readonly ConnectionStep[] {
  if (of.customerSuspended && of.status !== "removed")
    return [
      {
        what: "Resume the customer",
        owner: "Staff",
        detail: "The connections of a suspended customer stay disabled until you resume the customer.",
      },
    ];
  return [...STEPS[of.status], ...(of.status === "connected" ? whenConnected(of) : [])];
}

const STEPS: Readonly<Record<ConnectionStatus, readonly ConnectionStep[]>> = {
  quarantined: [
    { what: "Fix the trust policy", owner: "Customer", detail: "With the corrected policy on the connection’s page." },
    VERIFY,
    RESUMES,
  ],
  access_denied: [
    { what: "Restore the role", owner: "Customer", detail: "The role was deleted, or its trust policy no longer has the External ID." },
    VERIFY,
    RESUMES,
  ],
  expired: [
    {
      what: "Verify again",
      owner: "Sallyport",
      detail: "The last successful verification is older than 24 hours, or the last one was inconclusive.",
    },
    RESUMES,
  ],
  verifying: [
    {
      what: "Wait for AWS",
      owner: "Sallyport",
      detail: "AWS can take two minutes to propagate a new role. The portal retries, for up to an hour if results are inconclusive.",
    },
  ],
  draft: [
    { what: "Create the role", owner: "Customer", detail: "With CloudFormation, Terraform, the AWS CLI, or the console." },
    { what: "Submit its ARN", owner: "Customer", detail: "The portal then verifies the role." },
  ],
  disabled: [{ what: "Enable the connection", owner: "Customer", detail: "An owner disabled it. Enabling runs a verification." }],
  connected: [],
  removed: [],
};

function whenConnected({ rotation, template, currentTemplate }: Situation): readonly ConnectionStep[] {
  if (rotation === "pending")
    return [
      {
        what: "Update the role with the new External ID",
        owner: "Customer",
        detail: "Log access continues with the current one until then.",
      },
      { what: "Use the new External ID", owner: "Sallyport", detail: "After a verification with it." },
    ];
  if (rotation === "retiring")
    return [
      {
        what: "Remove the previous External ID",
        owner: "Customer",
        detail: "Log access stops if the role still accepts it seven days after the switch to the new one.",
      },
    ];
  if (template !== null && template < currentTemplate)
    return [
      {
        what: `Update the role to template ${currentTemplate}`,
        owner: "Customer",
        detail: "Not urgent: the connection works. Newer permissions need the newer template.",
      },
    ];
  return [];
}
