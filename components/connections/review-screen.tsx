"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import paper from "#components/frame/paper.module.css";
import type { ReviewView } from "#lib/connections/review-view.ts";
import { CodePlate } from "./code-plate.tsx";
import styles from "./review.module.css";
import { ReviewAsked } from "./review-asked.tsx";
import { ReviewLimits } from "./review-limits.tsx";

interface ReviewScreenProps {
  readonly view: ReviewView;
  readonly customerName: string;
}

/** For the customer's security team: what is asked, what follows from it, and how to hold us to it. Made to be printed. */
export function ReviewScreen({ view, customerName }: ReviewScreenProps) {
  const { connection, externalId, queries } = view;
  const connecting = connection.status === "draft" || connection.status === "checking";
  return (
    <div className={`${styles["review"]} ${paper["paper"]}`}>
      <SpaceBetween size="m">
        <PageHead
          description={`The connection “${connection.name}” of ${customerName}. Everything below follows this connection’s saved choices.`}
          actions={
            <div className={paper["acts"]}>
              <FollowButton href={connecting ? `/connections/${connection.id}/connect` : `/connections/${connection.id}`}>
                {connecting ? "Back to connecting" : "Back to the connection"}
              </FollowButton>
              <Button onClick={() => window.print()}>Print</Button>
            </div>
          }
        >
          For your security team
        </PageHead>
        <ReviewAsked view={view} />
        <Part title="The exact policies">
          <p>
            The trust policy opens the role for our own role and this connection’s External ID, both at once. It is the same in every way to
            make the role.
          </p>
          <CodePlate text={view.trustPolicy} title="Trust policy" copy="Copy trust policy" marks="conditions" />
          {view.permissions.map(({ name, json }) => (
            <CodePlate key={name} text={json} title={`Permissions policy ${name}`} copy={`Copy permissions policy ${name}`} />
          ))}
          <p>
            With every session that may read we also send this session policy. It is a ceiling: even if your role allowed more, such a
            session could do no more than this.
          </p>
          <CodePlate text={view.sessionPolicy} title="Session policy we send" copy="Copy session policy" />
        </Part>
        <ReviewLimits />
        <Part title="Check us in your own CloudTrail">
          <p>
            We name nobody in your trail: each session is <span className="mono">sp-</span> and twenty letters and digits. Calls that your
            role refused are not in it; AWS records those in our account alone. Whom a session was for, and why, stands under{" "}
            <FollowLink href="/security" variant="primary">
              Security
            </FollowLink>
            , which also finds it by its name.
          </p>
          <p>
            A session that reads carries the same name as <strong>source identity</strong>, which AWS writes beside everything that is done
            in it and nobody can change until it ends. That is what <span className="mono">sts:SetSourceIdentity</span> in the trust policy
            is for. You may leave it out: then we read without, and you have the session’s name. Checks never set one, so that their calls
            differ in the External ID and in nothing else.
          </p>
          {queries.map(({ title, for: where, say, text }) => (
            <section key={title} className={styles["query"]}>
              <h3>{title}</h3>
              <p>{say}</p>
              <CodePlate text={text} title={where} label={title} copy={`Copy: ${title}`} />
            </section>
          ))}
        </Part>
        <Part title="How to leave">
          <ol>
            <li>
              Delete the stack, or the role. From then on nobody can open it. A session that AWS already gave us can live up to 60 minutes.
            </li>
            <li>
              Remove the connection in this portal. Reading stops at once, the role’s ARN is deleted here, and the External ID{" "}
              <span className="mono">{externalId}</span> is retired and never used again.
            </li>
          </ol>
          <p>You need not tell us, and either step alone ends our reading.</p>
          <p>
            <strong>What stays with us:</strong> the connection’s name and its External ID, so that the ID is never given to anybody again;
            the receipts, which name your account and the role’s id if the role was proven; and the audit chain, which holds ids alone. No
            log event was ever stored, so there is none to delete.
          </p>
        </Part>
      </SpaceBetween>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <div className={styles["text"]}>{children}</div>
    </Container>
  );
}
