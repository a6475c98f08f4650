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
import type { RoleSessionsView, RoleSessionView } from "#lib/connections/role-sessions-view.ts";
import { addressOf, fileAddressOf, NO_FILTER } from "./sessions-address.ts";
import { SessionsFilter } from "./sessions-filter.tsx";
import { SessionsTable } from "./sessions-table.tsx";
import styles from "./trail.module.css";

const FindInCloudTrail = lazy(() => import("./find-in-cloudtrail.tsx").then((found) => ({ default: found.FindInCloudTrail })));

/** The customer's own trail: each time we asked for a role of theirs, and how to hold us to it. A page for reading. */
export function SecurityScreen({ view }: { readonly view: RoleSessionsView }) {
  const [found, setFound] = useState<RoleSessionView | null>(null);
  const { filter, older, newest } = view;
  const narrowed = addressOf(filter) !== addressOf(NO_FILTER);
  const nothingYet = view.sessions.length === 0 && newest && !narrowed;
  return (
    <SpaceBetween size="m">
      <PageHead
        description={`Every session that we opened in your AWS accounts, who it was for and why. ${view.seesEverybody ? "" : "You see the checks and your own reads; owners see everybody’s."}`}
        actions={
          view.sessions.length > 0 && (
            <div className={styles["acts"]}>
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
        Security
      </PageHead>
      <Container
        header={
          <PageHead
            variant="h2"
            description="Written down before each call, in an audit chain that cannot be changed unseen. One session serves a person’s reads for up to an hour."
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
        {(older !== null || !newest) && (
          <Box textAlign="center" margin={{ top: "s" }}>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              {!newest && <FollowButton href={addressOf(filter)}>Newest</FollowButton>}
              {older !== null && <FollowButton href={addressOf(filter, older)}>Older</FollowButton>}
            </SpaceBetween>
          </Box>
        )}
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

/** The way on while the portal has opened nothing. */
function NothingYet({ view }: { readonly view: RoleSessionsView }) {
  const started = view.connections.some(({ removed }) => !removed);
  return (
    <Box textAlign="center" padding="m" color="text-body-secondary">
      <p>The portal has not opened a role of yours yet.</p>
      <FollowButton href={started ? "/connections" : "/connections/new"}>
        {started ? "Go to your connections" : "Connect an AWS account"}
      </FollowButton>
    </Box>
  );
}

function Compare({ partnerAccountIds, nothingYet }: { readonly partnerAccountIds: readonly string[]; readonly nothingYet: boolean }) {
  return (
    <Container header={<Header variant="h2">Compare with your CloudTrail</Header>} fitHeight>
      <div className={styles["text"]}>
        <p>
          Every AssumeRole that your trail has from account <span className="mono">{partnerAccountIds.join(" or ")}</span> must be in the
          list above. If one is not, tell us.
          {!nothingYet && (
            <>
              {" "}
              To look it up, paste its <span className="mono">roleSessionName</span>, <span className="mono">sourceIdentity</span> or{" "}
              <span className="mono">requestID</span> into the field.
            </>
          )}
        </p>
        <p>
          A session for reading carries its name as source identity too, where the role’s trust policy allows us{" "}
          <span className="mono">sts:SetSourceIdentity</span>, as our template’s does. Where it does not, AWS refuses the first call and we
          ask once more without: that is a row of its own. Checks never set one.
        </p>
        <p>
          The other way round, <strong>Find</strong> gives you the query. Calls that your role refused never reach your account’s trail: AWS
          records a refused cross-account call in the caller’s account alone. They are counted here and kept in the receipts.
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
          What is asked and why, the exact policies, what we cannot do, how to check us and how to leave.{" "}
          {live.length === 0
            ? "Each connection has such a page, which is there before anything is created in AWS."
            : "A page for each connection:"}
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
