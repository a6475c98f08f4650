import Box from "@cloudscape-design/components/box";
import Steps, { type StepsProps } from "@cloudscape-design/components/steps";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { RotationView } from "#lib/connections/shared/connection-view.ts";

/** The progress of a rotation as five steps. */
export function RotationSteps({ rotation }: { readonly rotation: RotationView }) {
  const switched = rotation.stage === "retiring";
  const looked = rotation.lastCheckedAt === null ? "" : `. Last checked ${utcTime(rotation.lastCheckedAt, "short")}`;
  const steps: readonly StepsProps.Step[] = [
    { status: "success", header: "Create the new External ID", details: switched ? "In use" : "Created, not in use yet" },
    {
      ...state(switched, "in-progress"),
      header: "Update your role",
      details: switched ? "The role accepts the new External ID" : `Waiting for your role to accept the new External ID${looked}`,
    },
    { ...state(switched, "pending"), header: "Verify the new External ID", details: "All probes, as in the first verification" },
    { ...state(switched, "pending"), header: "Switch", details: "The new External ID becomes current, without interruption" },
    switched
      ? {
          status: "in-progress",
          header: "Previous External ID no longer accepted",
          details: "The role still accepts it, or the portal hasn’t checked it yet",
        }
      : {
          status: "pending",
          header: "Previous External ID no longer accepted",
          details: "AWS must deny it. Then the portal retires it permanently",
        },
  ];
  return (
    <Steps
      ariaLabel="Rotation steps"
      steps={steps.map(({ header, details, status }) => ({
        status,
        statusIconAriaLabel: LABELS[status] ?? "",
        // Cloudscape gives the header the color of the status, and the details the dark color of a header.
        header: (
          <Box variant="span" color="text-label" fontWeight="bold">
            {header}
          </Box>
        ),
        details: <Box color="text-body-secondary">{details}</Box>,
      }))}
    />
  );
}

const LABELS: Partial<Record<StepsProps.Status, string>> = { success: "Done", "in-progress": "In progress", pending: "Pending" };

function state(done: boolean, otherwise: "in-progress" | "pending"): Pick<StepsProps.Step, "status"> {
  return { status: done ? "success" : otherwise };
}
