"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import { ConnectionFacts, CurrentId } from "./connection-facts.tsx";
import styles from "./overview.module.css";
import { RunRow } from "./run-row.tsx";
import { VerificationStrip } from "./verification-strip.tsx";

interface OverviewProps {
  readonly detail: ConnectionDetail;
  readonly disable: Action<{ connectionId: string }, unknown>;
  readonly onFailure: (failure: Failure) => void;
  readonly onReports: () => void;
}

const NEWEST = 5;

/** The proof over time, and what is known of the connection. */
export function OverviewTab({ detail, disable, onFailure, onReports }: OverviewProps) {
  const { status } = detail.connection;
  const mayDisable = detail.mayAct && ["connected", "not_proven", "refused", "quarantined"].includes(status);
  return (
    <div className={styles["columns"]}>
      <div className={styles["column"]}>
        <Container
          header={
            <Header variant="h2" actions={<Link onFollow={onReports}>View all reports</Link>}>
              Verification history
            </Header>
          }
        >
          <VerificationStrip runs={detail.runs} />
          {detail.runs.slice(0, NEWEST).map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </Container>
        {mayDisable && <Disable connectionId={detail.connection.id} disable={disable} onFailure={onFailure} />}
      </div>
      <div className={styles["column"]}>
        <ConnectionFacts detail={detail} />
        <CurrentId detail={detail} />
      </div>
    </div>
  );
}

function Disable({ connectionId, disable, onFailure }: Pick<OverviewProps, "disable" | "onFailure"> & { readonly connectionId: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    const result = await attempt(() => disable({ connectionId }));
    setBusy(false);
    if (result.ok) router.refresh();
    else onFailure(result);
  };
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          actions={
            <Button loading={busy} loadingText="Disabling" onClick={stop}>
              Disable
            </Button>
          }
          description="Log access stops until you enable the connection again. Enabling runs a new verification. The role and the External ID don’t change."
        >
          Disable connection
        </PageHead>
      }
    />
  );
}
