import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { RoleSessionView } from "#lib/session-history/shared/role-sessions-view.ts";
import styles from "./session-history.module.css";
import { outcomeWords, purposeText } from "./session-words.ts";

interface SessionsTableProps {
  readonly sessions: readonly RoleSessionView[];
  readonly onFind: (session: RoleSessionView) => void;
}

/** The role sessions, newest first: a table, and on a narrow screen a list with the same facts. */
export function SessionsTable({ sessions, onFind }: SessionsTableProps) {
  return (
    <DataTable
      variant="embedded"
      wrapLines
      label="Role sessions"
      items={sessions}
      trackBy={({ seq }) => String(seq)}
      columnDefinitions={columns(onFind)}
      empty="No matching role sessions."
    />
  );
}

function columns(onFind: (session: RoleSessionView) => void): Columns<RoleSessionView> {
  return [
    { id: "at", header: "Time", minWidth: 120, cell: ({ at }) => utcMoment(at) },
    { id: "who", header: "User", minWidth: 130, cell: (session) => <Who session={session} /> },
    { id: "why", header: "Purpose", minWidth: 110, isRowHeader: true, cell: (session) => purposeText(session) },
    { id: "connection", header: "Connection", minWidth: 110, cell: (session) => <Connection session={session} /> },
    { id: "outcome", header: "Outcome", minWidth: 110, cell: (session) => <Outcome session={session} /> },
    {
      id: "name",
      header: "Session in CloudTrail",
      minWidth: 200,
      cell: (session) => <InCloudTrail session={session} />,
    },
    { id: "actions", header: "Find", minWidth: 80, cell: (session) => <Find session={session} onFind={onFind} /> },
  ];
}

function Who({ session }: { readonly session: RoleSessionView }) {
  if (session.kind !== "support" && session.purpose !== "staff") return session.who;
  return (
    <>
      {session.who} <Badge>Staff</Badge>
    </>
  );
}

function Connection({ session }: { readonly session: RoleSessionView }) {
  return (
    <FollowLink variant="primary" href={`/connections/${session.connectionId}`}>
      {session.connectionName}
    </FollowLink>
  );
}

function Outcome({ session }: { readonly session: RoleSessionView }) {
  if (session.runId === null) return outcomeWords(session);
  const words = outcomeWords(session);
  return (
    <FollowLink
      variant="primary"
      href={`/connections/${session.connectionId}/receipts/${session.runId}`}
      ariaLabel={`${words}: verification report of ${utcMoment(session.at)}`}
    >
      {words}
    </FollowLink>
  );
}

/** What identifies a session in CloudTrail: its name, source identity, STS region, and AWS request IDs. */
function InCloudTrail({ session: { sessionName, sourceIdentity, region, opened } }: { readonly session: RoleSessionView }) {
  const ids = opened.filter(Boolean);
  const identity = sourceIdentity !== null && opened.length > 0 ? "also set as source identity, " : "";
  return (
    <>
      <div className={`${styles["name"]} mono`}>{sessionName ?? "Not recorded"}</div>
      <div className="quiet small">
        {identity}
        {region === null ? "Region not recorded" : `in ${region}`}
      </div>
      {ids.length > 0 && (
        <div className="quiet small">
          {ids.length === 1 ? "Request ID" : "Request IDs"}
          {ids.map((id) => (
            <div key={id} className="mono">
              {id}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function Find({ session, onFind }: { readonly session: RoleSessionView; readonly onFind: (session: RoleSessionView) => void }) {
  return (
    <Button variant="inline-link" ariaLabel={`Find: ${purposeText(session)}, ${utcMoment(session.at)}`} onClick={() => onFind(session)}>
      Find
    </Button>
  );
}
