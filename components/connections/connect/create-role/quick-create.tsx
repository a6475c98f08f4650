"use client";

import Button from "@cloudscape-design/components/button";
import connect from "#components/connections/connect/connect.module.css";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./create-role.module.css";
import { roleLink } from "./role-link.ts";

interface QuickCreateProps {
  readonly view: ConnectView;
  readonly choices: RoleChoices;
  /** Whether this is the page's primary button now. */
  readonly primary: boolean;
}

/** A link to CloudFormation's quick-create page with all fields filled in. */
export function QuickCreate({ view, choices, primary }: QuickCreateProps) {
  const link = roleLink(view.link, choices);
  return (
    <div className={styles["create"]}>
      <Button
        variant={primary ? "primary" : "normal"}
        iconName="external"
        iconAlign="right"
        target="_blank"
        rel="noreferrer"
        {...(link === null ? { disabled: true } : { href: link })}
      >
        Create the role in AWS
      </Button>
      <p className={connect["note"]}>
        Opens CloudFormation with all parameters filled in. Select the IAM checkbox, choose <strong>Create stack</strong>, and copy the
        output RoleArn.
      </p>
    </div>
  );
}
