"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { OlderLinks } from "#components/ui/table/older-links.tsx";
import type { RoleSessionsView, RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import styles from "./session-history.module.css";
import { addressOf, fileAddressOf, NO_FILTER } from "./sessions-address.ts";
import { SessionsFilter } from "./sessions-filter.tsx";
import { SessionsTable } from "./sessions-table.tsx";

const FindInCloudTrail = lazy(() => import("./find-in-cloudtrail.tsx").then((found) => ({ default: found.FindInCloudTrail })));

/** The session history of a customer: each role session that the portal requested, and how to verify the list. */
export function SessionHistoryScreen({ view }: { readonly view: RoleSessionsView }) {
  const [found, setFound] = useState<RoleSessionView | null>(null);
  const { filter, older, newest: isNewest } = view;
  const narrowed = addressOf(filter) !== addressOf(NO_FILTER);
  const nothingYet = view.sessions.length === 0 && isNewest && !narrowed;
  return (
    <SpaceBetween size="m">
      <PageHead
        description={`Every role session that the portal requested in your AWS accounts: who used it, and why. ${view.seesEverybody ? "" : "You see verifications and your own log access. Owners see everyone’s."}`}
        actions={
          view.sessions.length > 0 && (
            <div className={styles["actions"]}>
              <Button iconName="download" href={fileAddressOf(filter, "csv")} download>
                Download as CSV
              </Button>
              <Button iconName="download" href={fileAddressOf(filter, "json")} download>
                Download as JSON
              </Button>
            </div>
          )
        }
      >
        Session history
      </PageHead>
      <Container
        header={
          <PageHead
            variant="h2"
            description="The portal records each call in a tamper-evident audit log before it makes the call. One session covers a person’s log access for up to one hour."
          >
            Role sessions
          </PageHead>
        }
      >
        {nothingYet ? (
          <NothingYet view={view} />
        ) : (
          <>
            <SessionsFilter key={addressOf(filter)} view={view} />
            <SessionsTable sessions={view.sessions} onFind={setFound} />
          </>
        )}
        <OlderLinks newest={isNewest ? null : addressOf(filter)} older={older === null ? null : addressOf(filter, older)} />
      </Container>
      <div className={styles["two"]}>
        <Compare partnerAccountIds={view.partnerAccountIds} nothingYet={nothingYet} />
        <ForSecurityTeam view={view} />
      </div>
      {found !== null && (
        <Suspense fallback={null}>
          <FindInCloudTrail session={found} onClose={() => setFound(null)} />
        </Suspense>
      )}
    </SpaceBetween>
  );
}

/** Shown while the portal has not opened any session. */
function NothingYet({ view }: { readonly view: RoleSessionsView }) {
  const started = view.connections.some(({ removed }) => !removed);
  return (
    <Box textAlign="center" padding="m" color="text-body-secondary">
      <p>No role sessions yet.</p>
      <FollowButton href={started ? "/connections" : "/connections/new"}>
        {started ? "View connections" : "Connect an AWS account"}
      </FollowButton>
    </Box>
  );
}

function Compare({ partnerAccountIds, nothingYet }: { readonly partnerAccountIds: readonly string[]; readonly nothingYet: boolean }) {
  return (
    <Container header={<Header variant="h2">Comparison with your CloudTrail</Header>} fitHeight>
      <div className={styles["text"]}>
        <p>
          Every AssumeRole event from account <span className="mono">{partnerAccountIds.join(" or ")}</span> in your CloudTrail must be in
          the list above. If one is missing, contact the partner.
          {!nothingYet && (
            <>
              {" "}
              To find an event, paste its <span className="mono">roleSessionName</span>, <span className="mono">sourceIdentity</span>, or{" "}
              <span className="mono">requestID</span> into the search field.
            </>
          )}
        </p>
        <p>
          A session for log access also sets its name as the source identity if the role’s trust policy allows{" "}
          <span className="mono">sts:SetSourceIdentity</span>, as the template does. If not, AWS denies the first call, and the portal
          repeats it without a source identity. The repeated call has its own row. Verifications never set a source identity.
        </p>
        <p>
          <strong>Find</strong> gives you a CloudTrail query for a row of this list. Calls that your role denied are not in your CloudTrail:
          AWS records a denied cross-account call only in the caller’s account. This page counts them, and the verification reports list
          them.
        </p>
      </div>
    </Container>
  );
}

function ForSecurityTeam({ view }: { readonly view: RoleSessionsView }) {
  const live = view.connections.filter(({ removed }) => !removed);
  return (
    <Container header={<Header variant="h2">For your security team</Header>} fitHeight>
      <div className={styles["text"]}>
        <p>
          A review page describes the access that the portal needs and why, the exact policies, the limits, how to audit the portal, and how
          to revoke access.{" "}
          {live.length === 0 ? "Each connection has one, even before you create anything in AWS." : "Review page of each connection:"}
        </p>
        {live.length > 0 && (
          <ul className={styles["pages"]}>
            {live.map(({ id, name }) => (
              <li key={id}>
                <FollowLink variant="primary" href={`/connections/${id}/review`}>
                  {name}
                </FollowLink>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Container>
  );
}
