"use client";

import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { AwsCliSteps, TerraformSteps } from "./command-line-steps.tsx";
import { ConsoleSteps } from "./console-steps.tsx";
import styles from "./create-role.module.css";
import { QuickCreate } from "./quick-create.tsx";
import { RoleChoicesForm } from "./role-choices-form.tsx";
import { TemplateSteps } from "./template-steps.tsx";

/** The ways to create the role, as the IDs of their tabs. */
export type RoleWay = "one-click" | "template" | "terraform" | "aws-cli" | "console";

interface CreateRoleProps {
  readonly view: ConnectView;
  readonly choices: RoleChoices;
  readonly onChange: (choices: RoleChoices) => void;
  readonly way: RoleWay;
  readonly onWay: (way: RoleWay) => void;
  /** Whether the quick-create link is the page's primary button now. */
  readonly primary: boolean;
  /** Whether to show the doctor here: not while the step that fixes the trust policy shows it. */
  readonly doctor: boolean;
}

/** The ways to create the role. All use the same External ID and choices, and each tab shows the choices at its top. */
export function CreateRole({ view, choices, onChange, way: chosen, onWay, primary, doctor }: CreateRoleProps) {
  const way = (id: RoleWay, label: string, region: string, content: ReactNode) => ({
    id,
    label,
    content: (
      <div className={styles["tab"]}>
        <RoleChoicesForm base={view.link} choices={choices} disabled={!view.mayAct} region={region} onChange={onChange} />
        <div className={styles["way"]}>{content}</div>
      </div>
    ),
  });
  const tabs = [
    way("one-click", "Quick create", "Region of the stack", <QuickCreate view={view} choices={choices} primary={primary} />),
    way("template", "Template", "Region of the stack", <TemplateSteps view={view} choices={choices} />),
    way("terraform", "Terraform", "Region of your logs", <TerraformSteps view={view} choices={choices} />),
    way("aws-cli", "AWS CLI", "Region of your logs", <AwsCliSteps view={view} choices={choices} />),
    way("console", "AWS console", "Region of your logs", <ConsoleSteps view={view} choices={choices} doctor={doctor} />),
  ];
  return (
    <Tabs
      ariaLabel="Ways to create the role"
      disableContentPaddings
      activeTabId={chosen}
      onChange={({ detail }) => onWay(tabs.find(({ id }) => id === detail.activeTabId)?.id ?? chosen)}
      tabs={tabs}
    />
  );
}
