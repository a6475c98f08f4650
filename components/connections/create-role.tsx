"use client";

import Button from "@cloudscape-design/components/button";
import Tabs from "@cloudscape-design/components/tabs";
import type { ConnectView, RoleChoices } from "#lib/connections/connection-view.ts";
import { ByHand } from "./by-hand.tsx";
import connect from "./connect.module.css";
import styles from "./create-role.module.css";
import { RoleChoicesForm } from "./role-choices-form.tsx";
import { parametersOf, roleLink } from "./role-link.ts";

interface CreateRoleProps {
  readonly view: ConnectView;
  readonly choices: RoleChoices;
  readonly onChange: (choices: RoleChoices) => void;
  /** Whether the link is the page's one primary now. */
  readonly primary: boolean;
}

/** The ways to make the role. All carry the same External ID and choices. */
export function CreateRole(props: CreateRoleProps) {
  return (
    <Tabs
      ariaLabel="Ways to create the role"
      disableContentPaddings
      tabs={[
        {
          id: "one-click",
          label: "One click",
          content: (
            <div className={styles["tab"]}>
              <OneClick {...props} />
            </div>
          ),
        },
        {
          id: "template",
          label: "Template",
          content: (
            <div className={styles["tab"]}>
              <Template {...props} />
            </div>
          ),
        },
        {
          id: "by-hand",
          label: "By hand",
          content: (
            <div className={styles["tab"]}>
              <ByHand view={props.view} choices={props.choices} />
            </div>
          ),
        },
      ]}
    />
  );
}

function OneClick({ view, choices, onChange, primary }: CreateRoleProps) {
  const link = roleLink(view.link, choices);
  return (
    <>
      <RoleChoicesForm base={view.link} choices={choices} disabled={!view.mayAct} onChange={onChange} />
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
          Opens CloudFormation in a new tab, filled in. Tick the IAM box there, press <strong>Create stack</strong>, come back with the
          RoleArn.
        </p>
      </div>
    </>
  );
}

function Template({ view, choices }: CreateRoleProps) {
  const parameters = { ...view.link.parameters, ...parametersOf(choices) };
  return (
    <>
      <p className={connect["note"]}>
        Read it, keep it in your own repository, and create the stack the way you create all others, with these parameters and{" "}
        <span className="mono">CAPABILITY_IAM</span>. The choices are those of One click.
      </p>
      <div className={styles["parameters"]}>
        {Object.entries(parameters).map(([name, value]) => (
          <div key={name}>
            <span>{name}</span>
            <span className="mono">{value === "" ? "(empty)" : value}</span>
          </div>
        ))}
      </div>
      <Button href={view.link.templateUrl} target="_blank" rel="noreferrer" iconName="download" download="sallyport-role.json">
        Download the template
      </Button>
    </>
  );
}
