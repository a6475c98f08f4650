import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { FollowLink } from "#components/frame/follow-link.tsx";
import type { ConnectView, RoleChoices } from "#lib/connections/connection-view.ts";
import styles from "./connect.module.css";
import { TIER_COSTS, TIER_DOES } from "./tier-words.ts";

/** What the choices mean, in the words that a security engineer forwards to a colleague. Follows step 2 as it changes. */
export function WhatYouAllow({ view, choices }: { readonly view: ConnectView; readonly choices: RoleChoices }) {
  const scope =
    choices.logGroupPrefix === "" || choices.logGroupPrefix === "/" ? allGroups(choices) : `Log groups under ${choices.logGroupPrefix}`;
  return (
    <Container header={<Header variant="h2">What you allow</Header>}>
      <dl className={styles["allows"]}>
        <dt>Who</dt>
        <dd>
          AWS account <span className="mono">{view.partnerAccountIds.join(", ")}</span>, only the role{" "}
          <span className="mono">{view.partnerRoleNames.join(", ")}</span>, only with the External ID on this page
        </dd>
        <dt>May read</dt>
        <dd>
          {scope}: {TIER_DOES[choices.tier]}
          {choices.allowSelfInspection && ". The role’s own trust policy, to tell you when it is out of date"}
        </dd>
        <dt>May never</dt>
        <dd>
          Write, delete, unmask, or touch any other service. We also send a session policy that caps every session to log reads, even if
          your role allows more
        </dd>
        <dt>Costs you</dt>
        <dd>{TIER_COSTS[choices.tier]}</dd>
        <dt>To undo</dt>
        <dd>Delete the stack, or the role. A session already open ends within 60 minutes</dd>
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
  return choices.logGroupPrefix === "" ? "All log groups" : "All log groups whose names start with /";
}
