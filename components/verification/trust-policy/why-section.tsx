import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { weaknessOfProbes } from "#components/verification/probes/weakness-of-probes.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";

/** Target of the link `Why`: explains the weakness, and why it matters although the External ID is not a secret. */
export function WhySection({ run }: { readonly run: RunView }) {
  const { harm } = weaknessOfProbes(run.probes);
  return (
    <div id="why" tabIndex={-1}>
      <Container header={<Header variant="h2">Why this matters</Header>}>
        <p style={{ marginBlock: 0 }}>{harm}</p>
        <p style={{ marginBlockEnd: 0 }}>
          The corrected policy requires two things: the caller is the portal’s own role, and the call contains exactly this connection’s
          External ID. The portal creates each External ID, it can’t be chosen, and no two connections share one.
        </p>
      </Container>
    </div>
  );
}
