import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReviewView } from "#lib/connections/shared/review-view.ts";
import styles from "./review.module.css";

const LOG_ACCESS_WORDS = {
  browse: "Browse: list, search, and read log events. No cost to you.",
  query: "Query: Browse, and CloudWatch Logs Insights queries. AWS bills you for the data that queries scan.",
  "live-tail": "Live Tail: Browse, Query, and Live Tail sessions. AWS bills you for queries and for each minute of Live Tail.",
} as const;

const NAMES = { browse: "Browse", query: "Query", "live-tail": "Live Tail" } as const;

/** The access that the customer is asked to grant, and the reasons. */
export function RequestedAccess({ view }: { readonly view: ReviewView }) {
  const { choices, externalId, partnerAccountIds, partnerPrincipalArns } = view;
  const { logGroupPrefix, permissionsBoundaryArn, rolePath, allowSelfInspection } = choices;
  return (
    <Container header={<Header variant="h2">Requested access</Header>}>
      <div className={styles["text"]}>
        <p>
          The portal needs one IAM role in your account to read CloudWatch logs. It needs no IAM user, no access key, and no agent. AWS
          recommends a role for third-party access: it has no long-term credentials, and you can delete it at any time.
        </p>
        <dl className={styles["facts"]}>
          <dt>Who can assume the role</dt>
          <dd className="mono">{partnerPrincipalArns.join(", ")}</dd>
          <dt>From AWS account{partnerAccountIds.length === 1 ? "" : "s"}</dt>
          <dd className="mono">{partnerAccountIds.join(", ")}</dd>
          <dt>Required External ID</dt>
          <dd className="mono">{externalId}</dd>
          <dt>Log access</dt>
          <dd>{LOG_ACCESS_WORDS[choices.logAccess]}</dd>
          <dt>Permissions of each option</dt>
          <dd>
            {view.levels.map(({ logAccess, adds }) => (
              <div key={logAccess}>
                {NAMES[logAccess]}
                {logAccess === choices.logAccess && " (selected)"}: <span className="mono">{adds.join(", ")}</span>
              </div>
            ))}
          </dd>
          <dt>Log groups</dt>
          <dd>
            {logGroupPrefix === "" ? (
              "All"
            ) : (
              <>
                Starting with <span className="mono">{logGroupPrefix}</span>
              </>
            )}
          </dd>
          <dt>Permissions boundary</dt>
          <dd className={permissionsBoundaryArn === "" ? "" : "mono"}>{permissionsBoundaryArn === "" ? "None" : permissionsBoundaryArn}</dd>
          <dt>Role path</dt>
          <dd className="mono">{rolePath}</dd>
          <dt>Can read its own policies and tags</dt>
          <dd>{allowSelfInspection ? "Yes, so that the portal can tell you when the role is out of date" : "No"}</dd>
        </dl>
        <p>
          <strong>Why an External ID.</strong> The portal serves many customers from one AWS account. Without an External ID, another
          customer who knows your role ARN could enter it as theirs, and AWS would see only the portal as the caller. AWS calls this the
          confused deputy problem. The portal creates one External ID for each connection and sends it with every call, and your role
          accepts only that one. It can’t be chosen, changed, or reused, not even by the partner’s staff. It isn’t secret.
        </p>
        <p>
          <strong>Why the portal verifies it.</strong> To connect a role, the portal assumes it with its External ID, and then calls
          AssumeRole without an External ID and with wrong ones. AWS must deny each of these calls. The portal repeats this every 12 hours.
          If AWS allows a wrong call, log access stops immediately, and the portal notifies your owners by email. These calls have a session
          policy that denies everything.
        </p>
      </div>
    </Container>
  );
}
