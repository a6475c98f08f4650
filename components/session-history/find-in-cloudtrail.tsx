import { CodeBlock } from "#components/code/code-block.tsx";
import { InfoDialog } from "#components/ui/info-dialog.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import { cloudTrailQueries } from "./cloudtrail-queries.ts";
import styles from "./session-history.module.css";
import { outcomeWords, purposeText, sourceIdentityWords } from "./session-words.ts";

/** How to find one session in the customer's own CloudTrail: the values to look for, and four ways to query them. */
export function FindInCloudTrail({ session, onClose }: { readonly session: RoleSessionView; readonly onClose: () => void }) {
  const { sessionName, sourceIdentity, region, roleId, opened, at } = session;
  const [first = ""] = opened;
  return (
    <InfoDialog title="Find in your CloudTrail" size="large" onClose={onClose}>
      <dl className={styles["facts"]}>
        <dt>Session</dt>
        <dd>
          {purposeText(session)}, {session.who}: {outcomeWords(session)}
        </dd>
        <dt>Time</dt>
        <dd>{utcMoment(at)}</dd>
        <dt>Session name</dt>
        <dd className="mono">{sessionName ?? "Not recorded"}</dd>
        <dt>Source identity</dt>
        <dd className={sourceIdentity === null ? "" : "mono"}>{sourceIdentityWords(session)}</dd>
        <dt>Role ID</dt>
        <dd className={roleId === null ? "" : "mono"}>{roleId ?? "Not recorded: the verification did not succeed"}</dd>
        <dt>STS Region</dt>
        <dd>{region ?? "Not recorded"}</dd>
        <dt>Request {opened.length === 1 ? "ID" : "IDs"}</dt>
        <dd className="mono">{opened.length === 0 ? "None: no session was created" : opened.map((id) => <div key={id}>{id}</div>)}</dd>
      </dl>
      {opened.length === 0 && (
        <p className={styles["note"]}>
          No session was created, so your CloudTrail has no event for it. AWS doesn’t record denied cross-account calls in your account.
        </p>
      )}
      {opened.length > 0 &&
        sessionName !== null &&
        region !== null &&
        cloudTrailQueries({
          ...{ sessionName, sourceIdentity, region, at },
          requestId: opened.length === 1 && first !== "" ? first : null,
        }).map(({ tool, description, text }) => (
          <section key={tool} className={styles["query"]}>
            <p className={styles["note"]}>{description}</p>
            <CodeBlock text={text} title={tool} copy={`Copy query for ${tool}`} />
          </section>
        ))}
    </InfoDialog>
  );
}
