"use client";

import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { CodeBlock } from "#components/code/code-block.tsx";
import { DoctorPanel } from "#components/verification/trust-policy/doctor-panel.tsx";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { useRoleWays } from "./command-line-steps.tsx";
import styles from "./create-role.module.css";
import { InvalidChoices } from "./use-choices.tsx";

interface ConsoleStepsProps {
  readonly view: ConnectView;
  readonly choices: RoleChoices;
  readonly doctor: boolean;
}

/** The steps to create the role in the AWS console, and the doctor to check its trust policy before verification. */
export function ConsoleSteps({ view, choices, doctor }: ConsoleStepsProps) {
  const ways = useRoleWays(view, choices);
  return (
    <>
      {ways === null ? (
        <InvalidChoices />
      ) : (
        <ol className={styles["consoleSteps"]}>
          {ways.console.map(({ say, paste }) => (
            <li key={say}>
              <Say words={say} />
              {paste !== null && (
                <CodeBlock
                  text={paste.json}
                  title={paste.title}
                  copy={`Copy ${paste.title.charAt(0).toLowerCase()}${paste.title.slice(1)}`}
                  {...(paste.title === "Trust policy" ? { marks: "conditions" as const } : {})}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {doctor && (
        <div className={styles["doctor"]}>
          <ExpandableSection variant="inline" headerText="Check your trust policy before you verify">
            <DoctorPanel {...view.expectedTrust} />
          </ExpandableSection>
        </div>
      )}
    </>
  );
}

/** Text between backticks is a literal value and is shown in monospace. */
function Say({ words }: { readonly words: string }) {
  return words.split("`").map((part, n) =>
    n % 2 === 1 ? (
      <span key={part} className="mono">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
