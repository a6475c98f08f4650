import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { FollowLink } from "#components/frame/follow-link.tsx";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import styles from "./connect.module.css";

/** The permissions that the choices of step 2 grant, in words that can be forwarded to a security engineer. */
export function PermissionsGranted({ view, choices }: { readonly view: ConnectView; readonly choices: RoleChoices }) {
  const scope =
    choices.logGroupPrefix === "" || choices.logGroupPrefix === "/"
      ? allGroups(choices)
      : `Log groups starting with ${choices.logGroupPrefix}`;
  return (
    <Container header={<Header variant="h2">Permissions granted</Header>}>
      <dl className={styles["allows"]}>
        <dt>Who can assume the role</dt>
        <dd>
          Only the role <span className="mono">{view.partnerRoleNames.join(", ")}</span> of AWS account{" "}
          <span className="mono">{view.partnerAccountIds.join(", ")}</span>, and only with the External ID on this page
        </dd>
        <dt>Log access</dt>
        <dd>
          {scope}: {LOG_ACCESS_WORDS[choices.logAccess]}
          {choices.allowSelfInspection && ". Read the policies and tags of this role, to tell you when the role is out of date"}
        </dd>
        <dt>Never granted</dt>
        <dd>
          Write, delete, or unmask logs, or use any other AWS service. A session policy limits every session to reading logs, even if your
          role allows more
        </dd>
        <dt>Cost to you</dt>
        <dd>{LOG_ACCESS_COSTS[choices.logAccess]}</dd>
        <dt>How to revoke</dt>
        <dd>Delete the stack or the role. A session that is already open ends within 60 minutes</dd>
      </dl>
      <div className={styles["review"]}>
        <FollowLink href={`/connections/${view.connection.id}/review`} variant="primary">
          For your security team
        </FollowLink>
      </div>
    </Container>
  );
}

function allGroups(choices: RoleChoices): string {
  return choices.logGroupPrefix === "" ? "All log groups" : "Log groups starting with /";
}

/** What each level of log access lets the portal do with log groups. */
export const LOG_ACCESS_WORDS: Readonly<Record<LogAccess, string>> = {
  browse: "list, search, and read log events",
  query: "list, search, and read log events; query with CloudWatch Logs Insights",
  "live-tail": "list, search, and read log events; query with CloudWatch Logs Insights; Live Tail",
};

/** What each level of log access costs the account's owner. */
export const LOG_ACCESS_COSTS: Readonly<Record<LogAccess, string>> = {
  browse: "None. Queries and Live Tail, for which AWS bills you, are off",
  query: "Browse is free. AWS bills you for the data that a query scans. The portal shows the cost after each query",
  "live-tail":
    "Browse is free. AWS bills you for the data that a query scans and for each minute of Live Tail. The portal shows the cost after each query, and the price of Live Tail before you start it",
};
