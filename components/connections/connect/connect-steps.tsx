"use client";

import Container from "@cloudscape-design/components/container";
import type { ReactNode } from "react";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./connect.module.css";
import { CreateRole, type RoleWay } from "./create-role/create-role.tsx";
import { DoneSteps } from "./done-steps.tsx";
import { ExternalIdBlock } from "./external-id-block.tsx";

interface ConnectStepsProps {
  readonly view: ConnectView;
  readonly chosen: { readonly choices: RoleChoices; readonly change: (choices: RoleChoices) => void };
  readonly way: RoleWay;
  readonly onWay: (way: RoleWay) => void;
  readonly collapsed: boolean;
  readonly roleSeen: boolean;
  readonly onShow: (() => void) | null;
  readonly primary: boolean;
  readonly doctor: boolean;
}

/** Steps 1 and 2, in full or reduced to one line. */
export function ConnectSteps({ view, chosen, way, onWay, collapsed, roleSeen, onShow, primary, doctor }: ConnectStepsProps) {
  if (collapsed) return <DoneSteps externalId={view.externalId} roleSeen={roleSeen} onShow={onShow} />;
  return (
    <>
      <NumberedStep number={1} title="Use this External ID" state="now">
        <ExternalIdBlock externalId={view.externalId} createdAt={view.externalIdMadeAt} />
      </NumberedStep>
      <NumberedStep number={2} title="Create the role" state="now">
        <CreateRole {...{ view, way, onWay }} choices={chosen.choices} onChange={chosen.change} primary={primary} doctor={doctor} />
      </NumberedStep>
    </>
  );
}

interface NumberedStepProps {
  readonly number: number;
  readonly title: string;
  readonly state: "now" | "later";
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

/** One of the three steps. The number is decorative: the heading's accessible name is only the title. */
export function NumberedStep({ number, title, state, extra, children }: NumberedStepProps) {
  return (
    <Container>
      <div className={styles["stepHead"]}>
        <span aria-hidden="true" className={`${styles["number"]} ${styles[state]}`}>
          {number}
        </span>
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </Container>
  );
}
