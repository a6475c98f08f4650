import Box from "@cloudscape-design/components/box";
import Steps, { type StepsProps } from "@cloudscape-design/components/steps";
import type { RotationView } from "#lib/connections/connection-view.ts";
import { utcTime } from "#lib/kernel/utc-time.ts";

/** Where a rotation stands, as five steps of which one is now. */
export function RotationSteps({ rotation }: { readonly rotation: RotationView }) {
  const switched = rotation.stage === "retiring";
  const looked = rotation.lookedAt === null ? "" : `. Not yet at ${utcTime(rotation.lookedAt, "short")}`;
  const steps: readonly StepsProps.Step[] = [
    { status: "success", header: "New ID made", details: switched ? "In use now" : "Saved, not in use yet" },
    {
      ...state(switched, "in-progress"),
      header: "Update your role",
      details: switched ? "It takes the new ID" : `Waiting for your role to take the new ID${looked}`,
    },
    { ...state(switched, "pending"), header: "We prove the new ID", details: "All probes, as on the first day" },
    { ...state(switched, "pending"), header: "Switch", details: "New ID current, former one retiring; one step, no gap" },
    switched
      ? { status: "in-progress", header: "Former ID proven dead", details: "Your role still takes it, or we have not looked yet" }
      : { status: "pending", header: "Former ID proven dead", details: "Your role must refuse it. Then it is retired for ever" },
  ];
  return (
    <Steps
      ariaLabel="Steps of the rotation"
      steps={steps.map(({ header, details, status }) => ({
        status,
        statusIconAriaLabel: LABELS[status] ?? "",
        // The library paints the header in the colour of the status, and leaves the details as dark as a header.
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

const LABELS: Partial<Record<StepsProps.Status, string>> = { success: "Done", "in-progress": "Now", pending: "Later" };

function state(done: boolean, otherwise: "in-progress" | "pending"): Pick<StepsProps.Step, "status"> {
  return { status: done ? "success" : otherwise };
}
