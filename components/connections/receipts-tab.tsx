"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { useState } from "react";
import { utcMoment } from "#components/time/utc-time.ts";
import { downloadReceipt } from "#components/verification/download-receipt.ts";
import { Receipt, receiptLine } from "#components/verification/receipt.tsx";
import type { RunView } from "#lib/verification/run-view.ts";
import styles from "./overview.module.css";
import { runLine, runWord } from "./run-words.ts";

/** Every run that is kept, newest first; a receipt is drawn when it is opened. */
export function ReceiptsTab({ runs }: { readonly runs: readonly RunView[] }) {
  const [open, setOpen] = useState<string | null>(null);
  if (runs.length === 0) return <span>No check has been made yet.</span>;
  return (
    <Container>
      {runs.map((run) => (
        <ExpandableSection
          key={run.id}
          expanded={open === run.id}
          onChange={({ detail }) => setOpen(detail.expanded ? run.id : null)}
          headerText={`${runWord(run)}, ${utcMoment(run.startedAt)}`}
          headerDescription={runLine(run)}
        >
          {open === run.id && (
            <div className={styles["receipt"]}>
              <p className={styles["sentence"]}>{receiptLine(run)}</p>
              <Receipt run={run} />
              <p>
                <Button iconName="download" onClick={() => downloadReceipt(run)}>
                  Download receipt
                </Button>
              </p>
            </div>
          )}
        </ExpandableSection>
      ))}
    </Container>
  );
}
