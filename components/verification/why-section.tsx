import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { RunView } from "#lib/verification/run-view.ts";
import { holeOfProbes } from "./hole-of-probes.ts";

/** Where the link `Why` leads: the hole in plain words, and why it matters though the External ID is no secret. */
export function WhySection({ run }: { readonly run: RunView }) {
  const { harm } = holeOfProbes(run.probes);
  return (
    <div id="why" tabIndex={-1}>
      <Container header={<Header variant="h2">Why this matters</Header>}>
        <p style={{ marginBlock: 0 }}>{harm}</p>
        <p style={{ marginBlockEnd: 0 }}>
          The mended policy asks for two things at once: a call by this portal’s own role, and this connection’s External ID, letter for
          letter. We send that ID for you alone: we make it, nobody can choose it, and no two connections share one.
        </p>
      </Container>
    </div>
  );
}
