import Container from "@cloudscape-design/components/container";
import { LOG_ACCESS_COSTS, LOG_ACCESS_WORDS } from "#components/connections/connect/permissions-granted.tsx";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { addressOf, NO_FILTER } from "#components/session-history/sessions-address.ts";
import { capitalized } from "#components/ui/capitalized.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import styles from "./overview.module.css";

/** Which logs can be read, what that costs the account's owner, and a link to them. */
export function LogsTab({ connection }: { readonly connection: ConnectionView }) {
  const { id, logAccess, logGroupPrefix, regions } = connection;
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          description="Log groups, search, and log events are on a separate page."
          actions={<FollowButton href={`/connections/${id}/logs`}>Browse logs</FollowButton>}
        >
          Log access
        </PageHead>
      }
    >
      <dl className={styles["evidence"]}>
        <dt>Log groups</dt>
        <dd>{logGroupPrefix === "" ? "All" : `Starting with ${logGroupPrefix}`}</dd>
        <dt>Log Regions</dt>
        <dd>{regions.length === 0 ? "None yet" : regions.join(", ")}</dd>
        <dt>Permissions granted</dt>
        <dd>{capitalized(LOG_ACCESS_WORDS[logAccess])}</dd>
        <dt>Cost to you</dt>
        <dd>{LOG_ACCESS_COSTS[logAccess]}</dd>
        <dt>Session history</dt>
        <dd>
          Each role session, who used it, and why are listed under{" "}
          <FollowLink href={addressOf({ ...NO_FILTER, connection: id })} variant="primary">
            Session history
          </FollowLink>
        </dd>
      </dl>
    </Container>
  );
}
