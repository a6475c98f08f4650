"use client";

import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import connect from "#components/connections/connect/connect.module.css";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./create-role.module.css";
import { choiceProblems, parametersOf } from "./role-link.ts";
import { InvalidChoices } from "./use-choices.tsx";

/** The template and its parameters, for customers who deploy all stacks with their own tools. */
export function TemplateSteps({ view, choices }: { readonly view: ConnectView; readonly choices: RoleChoices }) {
  if (Object.keys(choiceProblems(choices)).length > 0) return <InvalidChoices />;
  const parameters = Object.entries({ ...view.link.parameters, ...parametersOf(choices) });
  const file = parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  return (
    <>
      <p className={connect["note"]}>
        Download the template and create the stack with your own tools, with these parameters and the capability{" "}
        <span className="mono">CAPABILITY_IAM</span>. It is the same as{" "}
        <Link href={view.link.templateUrl} external variant="primary" fontSize="inherit">
          the published template{" "}
        </Link>{" "}
        that Quick create uses.
      </p>
      <dl className={styles["parameters"]}>
        {parameters.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value === "" ? "(empty)" : value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles["buttons"]}>
        <Button href={`/connections/${view.connection.id}/template`} iconName="download" download="sallyport-role.json">
          Download template
        </Button>
        <CopyButton text={`${JSON.stringify(file, null, 2)}\n`} name="Copy parameters as JSON">
          Copy parameters as JSON
        </CopyButton>
      </div>
    </>
  );
}
