"use client";

import Button from "@cloudscape-design/components/button";
import { useMemo } from "react";
import { CodeBlock } from "#components/code/code-block.tsx";
import connect from "#components/connections/connect/connect.module.css";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { type RoleBase, type RoleWays, roleWaysOf } from "#lib/role-setup/shared/role-ways-view.ts";
import styles from "./create-role.module.css";
import { choiceProblems } from "./role-link.ts";
import { InvalidChoices } from "./use-choices.tsx";

interface WayProps {
  readonly view: ConnectView;
  readonly choices: RoleChoices;
}

/** The role as Terraform, to copy or to download in HCL or JSON. */
export function TerraformSteps({ view, choices }: WayProps) {
  const ways = useRoleWays(view, choices);
  if (ways === null) return <InvalidChoices />;
  return (
    <>
      <p className={connect["note"]}>
        This configuration creates the same role with Terraform or OpenTofu (AWS provider version 4 or later). Apply it in the AWS account
        that contains your logs, then copy the output <span className="mono">role_arn</span>.
      </p>
      <CodeBlock text={ways.terraform} title="sallyport.tf" copy="Copy Terraform configuration" />
      <div className={styles["buttons"]}>
        <Button iconName="download" onClick={() => saveText("sallyport.tf", ways.terraform)}>
          Download sallyport.tf
        </Button>
        <Button iconName="download" onClick={() => saveText("sallyport.tf.json", ways.terraformJson)}>
          Download sallyport.tf.json
        </Button>
      </div>
    </>
  );
}

/** The role as AWS CLI commands. */
export function AwsCliSteps({ view, choices }: WayProps) {
  const ways = useRoleWays(view, choices);
  if (ways === null) return <InvalidChoices />;
  return (
    <>
      <p className={connect["note"]}>
        These commands create the same role with the AWS CLI. Run them in a POSIX shell, such as AWS CloudShell, with credentials for the
        AWS account that contains your logs. They stop at the first error. The last line of the output is the role ARN.
      </p>
      <CodeBlock text={ways.awsCli} title="Commands" copy="Copy commands" />
    </>
  );
}

/** Downloads a text of the page as a file that the browser creates. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The texts of the other ways for the current choices, or null while one of the choices is not valid. */
export function useRoleWays(base: RoleBase, choices: RoleChoices): RoleWays | null {
  return useMemo(() => (Object.keys(choiceProblems(choices)).length > 0 ? null : roleWaysOf(base, choices)), [base, choices]);
}
