import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { lazy, Suspense, useState } from "react";
import styles from "#components/connections/connect/create-role.module.css";
import type { Wanted } from "#lib/verification/shared/examine-trust-policy.ts";

const DoctorPanel = lazy(() => import("#components/verification/doctor-panel.tsx").then((found) => ({ default: found.DoctorPanel })));

/** The trust-policy doctor, folded away: it comes to the browser when somebody asks for it. */
export function AskDoctor({ wanted }: { readonly wanted: Wanted }) {
  const [asked, setAsked] = useState(false);
  return (
    <div className={styles["doctor"]}>
      <ExpandableSection headerText="Check your trust policy" expanded={asked} onChange={({ detail }) => setAsked(detail.expanded)}>
        {asked && (
          <Suspense fallback={<p>Loading…</p>}>
            <DoctorPanel {...wanted} />
          </Suspense>
        )}
      </ExpandableSection>
    </div>
  );
}
