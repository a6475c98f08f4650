import type { NextStep } from "#lib/staff/shared/list-view.ts";

/** Whose move it is and what to do: "Customer · Fix trust policy". */
export function NextStepCell({ step }: { readonly step: NextStep | null }) {
  if (step === null) return "–";
  return (
    <>
      <b>{step.owner}</b> · {step.what}
    </>
  );
}
