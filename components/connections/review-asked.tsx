import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReviewView } from "#lib/connections/review-view.ts";
import styles from "./review.module.css";

const TIER_WORDS = {
  browse: "Browse: list, search and read log events. Costs you nothing.",
  query: "Query: browse, and Logs Insights queries, which AWS bills to you by what they scan.",
  tail: "Tail: browse, Logs Insights queries and live tail, which AWS bills to you.",
} as const;

const NAMES = { browse: "Browse", query: "Query", tail: "Tail" } as const;

/** What is asked of the customer, and why in this way. */
export function ReviewAsked({ view }: { readonly view: ReviewView }) {
  const { choices, externalId, partnerAccountIds, partnerPrincipalArns } = view;
  const { logGroupPrefix, permissionsBoundaryArn, rolePath, allowSelfInspection } = choices;
  return (
    <Container header={<Header variant="h2">What is asked, and why</Header>}>
      <div className={styles["text"]}>
        <p>
          One IAM role in your account that lets this portal read CloudWatch logs. No user, no access key, no agent, nothing that runs. A
          role is what AWS recommends for a third party: it holds no lasting secret, and you can end it without us.
        </p>
        <dl className={styles["facts"]}>
          <dt>Who may open it</dt>
          <dd className="mono">{partnerPrincipalArns.join(", ")}</dd>
          <dt>From AWS account{partnerAccountIds.length === 1 ? "" : "s"}</dt>
          <dd className="mono">{partnerAccountIds.join(", ")}</dd>
          <dt>Only with External ID</dt>
          <dd className="mono">{externalId}</dd>
          <dt>It may</dt>
          <dd>{TIER_WORDS[choices.tier]}</dd>
          <dt>Which each choice adds</dt>
          <dd>
            {view.tiers.map(({ tier, adds }) => (
              <div key={tier}>
                {NAMES[tier]}
                {tier === choices.tier && " (chosen)"}: <span className="mono">{adds.join(", ")}</span>
              </div>
            ))}
          </dd>
          <dt>In log groups</dt>
          <dd>
            {logGroupPrefix === "" ? (
              "all"
            ) : (
              <>
                that start with <span className="mono">{logGroupPrefix}</span>
              </>
            )}
          </dd>
          <dt>Permissions boundary</dt>
          <dd className={permissionsBoundaryArn === "" ? "" : "mono"}>{permissionsBoundaryArn === "" ? "none" : permissionsBoundaryArn}</dd>
          <dt>Role path</dt>
          <dd className="mono">{rolePath}</dd>
          <dt>May read its own trust policy</dt>
          <dd>{allowSelfInspection ? "yes, so that we can tell you when it is out of date" : "no"}</dd>
        </dl>
        <p>
          <strong>Why an External ID.</strong> We read for many customers from one AWS account. Without the ID, another customer of ours who
          learns your role’s ARN could paste it as theirs, and AWS would see only us. So we make an ID for each connection, which nobody can
          choose, change or reuse, our staff included, and send it with every call; your role opens for that one alone. It is not a secret.
        </p>
        <p>
          <strong>Why we test it.</strong> Before a connection counts, we open the role with its ID and then try to get in with none and
          with wrong ones: each must be refused. We repeat that every 12 hours. If a wrong one ever gets in, reading stops at once and your
          owners are mailed. Those attempts carry a session policy that denies everything.
        </p>
      </div>
    </Container>
  );
}
