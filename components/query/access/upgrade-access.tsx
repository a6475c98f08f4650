"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { LOG_ACCESS_COSTS, LOG_ACCESS_WORDS } from "#components/connections/connect/permissions-granted.tsx";
import { FollowButton } from "#components/frame/follow-button.tsx";
import logs from "#components/logs/logs.module.css";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { capitalized } from "#components/ui/capitalized.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { LOG_ACCESS_NAMES } from "#kernel/verification/verdict.ts";
import type { QueryUpgradeView } from "#lib/logs/insights/shared/query-upgrade.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./upgrade-access.module.css";

export interface UpgradeAccessProps {
  readonly upgrade: QueryUpgradeView;
  readonly actions: { readonly saveChoices: Action<{ connectionId: string; choices: RoleChoices }, unknown> };
}

const COLUMNS = Object.entries(LOG_ACCESS_NAMES) as readonly (readonly [LogAccess, string])[];
const REVOKED: Readonly<Record<LogAccess, string>> = {
  browse: "Delete the stack or the role",
  query: "Set the stack’s LogAccess back to Browse",
  "live-tail": "Set the stack’s LogAccess back to Query or Browse",
};

/** The query page of a connection whose role allows no queries: what each log access grants, and how to add queries. */
export function UpgradeAccess({ upgrade, actions }: UpgradeAccessProps) {
  const { connectionId, connectionName } = upgrade;
  return (
    <div className={logs["page"]}>
      <header className={logs["head"]}>
        <h1>{connectionName}</h1>
      </header>
      <div className={styles["lead"]}>
        <div>
          <h2>Queries require Query log access</h2>
          <p>The role of this connection has Browse log access. You can still browse, filter, and download events.</p>
        </div>
        <FollowButton href={`/connections/${connectionId}/logs`}>Browse events</FollowButton>
      </div>
      <AccessTable />
      <div className={styles["ways"]}>
        <Steps upgrade={upgrade} saveChoices={actions.saveChoices} />
        <PolicyText policy={upgrade.policy} />
      </div>
    </div>
  );
}

function AccessTable() {
  const rows: readonly (readonly [string, (access: LogAccess) => string])[] = [
    ["Permissions granted", (access) => capitalized(LOG_ACCESS_WORDS[access])],
    ["Never granted", () => "Write, delete, or unmask logs"],
    ["Cost to you", (access) => LOG_ACCESS_COSTS[access]],
    ["How to revoke", (access) => REVOKED[access]],
  ];
  return (
    <table className={styles["access"]} aria-label="Log access">
      <thead>
        <tr>
          <td />
          {COLUMNS.map(([access, name]) => (
            <th key={access} scope="col" className={access === "query" ? styles["wanted"] : ""}>
              {name} {access === "browse" && <span className={styles["current"]}>Current</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, text]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {COLUMNS.map(([access, column]) => (
              <td key={access} data-column={column} className={access === "query" ? styles["wanted"] : ""}>
                {text(access)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface StepsProps {
  readonly upgrade: QueryUpgradeView;
  readonly saveChoices: UpgradeAccessProps["actions"]["saveChoices"];
}

function Steps({ upgrade: { connectionId, connectionName, accountId, mayAct, choices, stackUrl }, saveChoices }: StepsProps) {
  const save = useAction(saveChoices);
  const message = `Please allow CloudWatch Logs Insights queries for the connection ${connectionName} (AWS account ${accountId}): in CloudFormation, choose “Update stack” and “Use existing template” for ${stackUrl}, set LogAccess to Query, and submit. The External ID and the trust policy stay the same. AWS bills queries by the data that they scan.`;
  return (
    <Container
      header={
        <Header variant="h2" description={`About two minutes, in account ${accountId}`}>
          Upgrade the role
        </Header>
      }
      footer={
        <span className={styles["message"]}>
          No access to this AWS account?{" "}
          <CopyButton text={message} name="Copy message for your administrator" variant="inline-link">
            Copy message for your administrator
          </CopyButton>
        </span>
      }
    >
      <ol className={styles["steps"]}>
        <li>
          <p>
            In CloudFormation, choose <strong>Update stack</strong> and <strong>Use existing template</strong>. Set the parameter{" "}
            <code>LogAccess</code> to <code>Query</code>. The External ID and the trust policy stay the same.
          </p>
          <Button href={stackUrl} target="_blank" iconName="external" iconAlign="right" ariaLabel="Open the stack in AWS (opens a new tab)">
            Open the stack in AWS
          </Button>
        </li>
        <li>
          <p>
            Choose <strong>Submit</strong> and wait until the status is <code>UPDATE_COMPLETE</code>.
          </p>
        </li>
        <li>
          {mayAct ? (
            <>
              <p>Tell the portal that the role now allows queries.</p>
              <Button
                variant="primary"
                loading={save.pending}
                loadingText="Setting log access…"
                onClick={() => void save.run({ connectionId, choices: { ...choices, logAccess: "query" } })}
              >
                Set log access to Query
              </Button>
            </>
          ) : (
            <p>Ask an owner to open this page and set the log access to Query. Only owners can make changes here.</p>
          )}
          <FailureAlert failure={save.failure} onDismiss={save.clear} />
        </li>
      </ol>
    </Container>
  );
}

function PolicyText({ policy }: { readonly policy: QueryUpgradeView["policy"] }) {
  const text = policy.map((line) => line.text).join("\n");
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Add the marked lines to the role’s policy"
          actions={
            <CopyButton text={text} name="Copy policy">
              Copy policy
            </CopyButton>
          }
        >
          Without CloudFormation
        </Header>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className={styles["policy"]} aria-label="Permissions policy with queries" tabIndex={0}>
        <pre>
          {policy.map(({ text: line, added }, n) => (
            <span key={n} className={added ? styles["added"] : ""}>
              <span aria-hidden="true">{added ? "+ " : "  "}</span>
              {visibleText(line, true)}
              {"\n"}
            </span>
          ))}
        </pre>
      </section>
    </Container>
  );
}
