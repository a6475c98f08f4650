"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import Link from "@cloudscape-design/components/link";
import { type ReactNode, useRef } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { useAction } from "#components/ui/use-action.ts";
import { type RunKind, runKind, runLine, runWord, stripSentence } from "#components/verification/run-words.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import { utcDay, utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { ConnectionFacts, CurrentId } from "./connection-facts.tsx";
import styles from "./overview.module.css";
import { StaffActions } from "./staff-actions.tsx";

interface OverviewProps {
  readonly detail: ConnectionDetail;
  readonly disable: Action<{ connectionId: string }, unknown>;
  readonly onFailure: (failure: Failure) => void;
  readonly onReports: () => void;
}

const NEWEST = 5;

/** The history of verifications, and the details of the connection. */
export function OverviewTab({ detail, disable, onFailure, onReports }: OverviewProps) {
  const { status } = detail.connection;
  const mayDisable = detail.mayAct && ["connected", "expired", "access_denied", "quarantined"].includes(status);
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
        <StaffActions actions={detail.staffActions} />
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
  const action = useAction(disable, undefined, onFailure);
  const button = useRef<ButtonProps.Ref>(null);
  useAddressedAction((name) => name === "disable" && button.current?.focus());
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          actions={
            <Button ref={button} loading={action.pending} loadingText="Disabling" onClick={() => void action.run({ connectionId })}>
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

const ICONS: Readonly<Record<RunKind, readonly [IconProps.Name, IconProps.Variant]>> = {
  secure: ["status-positive", "success"],
  open: ["status-negative", "error"],
  "access-denied": ["status-negative", "error"],
  silent: ["status-stopped", "subtle"],
  inProgress: ["status-in-progress", "subtle"],
};

/** A past run in two lines: its result, and why it was made. */
function RunRow({ run, children }: { readonly run: RunView; readonly children?: ReactNode }) {
  const [name, variant] = ICONS[runKind(run)];
  return (
    <div className={styles["run"]}>
      <Icon name={name} variant={variant} />
      <div>
        <strong>{runWord(run)}</strong>
        <div className={styles["under"]}>{run.words !== null && runKind(run) !== "secure" ? run.words.title : runLine(run)}</div>
      </div>
      <span className={styles["when"]}>
        {utcMoment(run.startedAt, "short")}
        {children}
      </span>
    </div>
  );
}

const BARS = 56;
const LEGEND: readonly [RunKind, string][] = [
  ["secure", "Connected"],
  ["silent", "Inconclusive"],
  ["access-denied", "Access denied"],
  ["open", "Not secure"],
];

/** One bar for each run, the newest at the right. The sentence above the chart says the same as text. */
function VerificationStrip({ runs }: { readonly runs: readonly RunView[] }) {
  const over = runs.filter(({ finishedAt }) => finishedAt !== null).slice(0, BARS);
  const oldest = over.at(-1);
  if (oldest === undefined) return <p className={styles["sentence"]}>No verification has finished yet.</p>;
  const since = utcDay(oldest.startedAt);
  return (
    <>
      <p className={styles["sentence"]}>{stripSentence(over, since)}</p>
      <div aria-hidden="true">
        <div className={styles["bars"]}>
          {Array.from({ length: Math.max(0, Math.min(BARS, 28) - over.length) }, (_, n) => (
            <span key={`none-${n}`} className={styles["noCheck"]} />
          ))}
          {over.toReversed().map((run) => (
            <span key={run.id} className={styles[runKind(run)]} />
          ))}
        </div>
        <div className={styles["legend"]}>
          <span>{since}</span>
          <span>
            {LEGEND.map(([kind, text]) => (
              <span key={kind} className={styles["key"]}>
                <span className={styles[kind]} /> {text}
              </span>
            ))}
          </span>
          <span>Now</span>
        </div>
      </div>
    </>
  );
}
