"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { CodeBlock } from "#components/code/code-block.tsx";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import paper from "#components/frame/paper.module.css";
import type { ReviewView } from "#lib/connections/shared/review-view.ts";
import styles from "./review.module.css";
import { RequestedAccess } from "./review-questions.tsx";

interface ReviewScreenProps {
  readonly view: ReviewView;
  readonly customerName: string;
}

/**
 * For the customer's security team: the requested access, its consequences, and how to verify the portal's claims. Made
 * for printing.
 */
export function ReviewScreen({ view, customerName }: ReviewScreenProps) {
  const { connection, externalId, queries } = view;
  const connecting = connection.status === "draft" || connection.status === "verifying";
  return (
    <div className={`${styles["review"]} ${paper["paper"]}`}>
      <SpaceBetween size="m">
        <PageHead
          description={`Connection “${connection.name}” of ${customerName}. This page shows the saved settings of the connection.`}
          actions={
            <div className={paper["actions"]}>
              <FollowButton href={connecting ? `/connections/${connection.id}/connect` : `/connections/${connection.id}`}>
                {connecting ? "Back to setup" : "Back to connection"}
              </FollowButton>
              <Button onClick={() => window.print()}>Print</Button>
            </div>
          }
        >
          For your security team
        </PageHead>
        <RequestedAccess view={view} />
        <Part title="Policies">
          <p>
            The trust policy requires both the portal’s own role as the caller and this connection’s External ID. It is the same for every
            way to create the role.
          </p>
          <CodeBlock text={view.trustPolicy} title="Trust policy" copy="Copy trust policy" marks="conditions" />
          {view.permissions.map(({ name, json }) => (
            <CodeBlock key={name} text={json} title={`Permissions policy ${name}`} copy={`Copy permissions policy ${name}`} />
          ))}
          <p>
            The portal also sends this session policy with every session that reads logs. It limits the session: even if your role allowed
            more, the session could use only these permissions.
          </p>
          <CodeBlock text={view.sessionPolicy} title="Session policy" copy="Copy session policy" />
        </Part>
        <ReviewLimits />
        <Part title="CloudTrail queries to audit the portal">
          <p>
            Session names don’t identify people: each is <span className="mono">sp-</span> followed by 20 characters. Your CloudTrail
            doesn’t contain denied calls; AWS records those only in the partner’s account. To find who used a session, and why, search for
            its name under{" "}
            <FollowLink href="/security" variant="primary">
              Session history
            </FollowLink>
            .{" "}
          </p>
          <p>
            A session that reads logs uses the same name as its <strong>source identity</strong>. AWS records it with every action in the
            session, and it can’t be changed during the session. The trust policy allows this with{" "}
            <span className="mono">sts:SetSourceIdentity</span>. You can remove that action: the portal then reads logs without a source
            identity. Probes never set a source identity, so that they differ only in the External ID.
          </p>
          {queries.map(({ title, for: where, say, text }) => (
            <section key={title} className={styles["query"]}>
              <h3>{title}</h3>
              <p>{say}</p>
              <CodeBlock text={text} title={where} label={title} copy={`Copy ${where} query: ${title}`} />
            </section>
          ))}
        </Part>
        <Part title="How to revoke access">
          <ol>
            <li>
              Delete the stack or the role. After that, it can’t be assumed. A session that is already open can last up to 60 minutes.
            </li>
            <li>
              Remove the connection in this portal. Log access stops immediately, the portal deletes the role ARN, and the External ID{" "}
              <span className="mono">{externalId}</span> is retired permanently.
            </li>
          </ol>
          <p>You don’t need to contact the partner. Either step ends log access.</p>
          <p>
            <strong>What the portal keeps:</strong> the name of the connection; its External ID, so that it is never used again; the
            verification reports, which contain your account ID and role ID if the role was verified; and the audit log, which contains only
            IDs. The portal never stores log events.
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

/** The consequences of the policies in plain words. */
function ReviewLimits() {
  return (
    <div className={styles["two"]}>
      <Container header={<Header variant="h2">What the portal can do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>List the names of all log groups (AWS can’t restrict this by name)</li>
          <li>Read events of the log groups in scope, when a member of your company requests them</li>
          <li>
            Verify that the role accepts only its own External ID, and that it can read one event of one log group in scope (the event is
            discarded immediately)
          </li>
        </ul>
      </Container>
      <Container header={<Header variant="h2">What the portal can’t do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>Write, delete, unmask, or export logs, or change log retention</li>
          <li>Use any other AWS service, or assume another role from this one</li>
          <li>Keep a session for more than one hour, or store your logs (events are sent to the browser that requested them)</li>
          <li>Show log content to the partner’s staff (they see only the status of a connection)</li>
        </ul>
      </Container>
    </div>
  );
}
