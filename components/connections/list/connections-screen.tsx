"use client";

import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { Gates } from "#components/gates/gates.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useNarrow } from "#components/ui/use-media-query.ts";
import type { Failure } from "#kernel/result.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { ConnectionCards } from "./connection-cards.tsx";
import { ConnectionsTable } from "./connections-table.tsx";
import { belongsTo, filterConnections, type Segment } from "./filter-connections.ts";
import styles from "./list.module.css";
import { type StartConnection, StartConnectionButton } from "./start-connection.tsx";

export interface ConnectionsScreenProps {
  readonly connections: readonly ConnectionView[];
  /** Whether the viewer may connect an account: owners may, members may not. */
  readonly mayConnect: boolean;
  readonly suspended: boolean;
  readonly start: StartConnection;
}

const DESCRIPTION = "Each connection is verified every 12 hours. Log access requires a verification from the last 24 hours.";

/** All connections of the customer, those that need attention first. */
export function ConnectionsScreen({ connections, mayConnect, suspended, start }: ConnectionsScreenProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const button = mayConnect ? <StartConnectionButton start={start} onFailure={setFailure} /> : null;
  const empty = connections.length === 0;
  return (
    <SpaceBetween size="m">
      <PageHead description={empty ? undefined : DESCRIPTION} actions={empty ? undefined : button}>
        Connections
      </PageHead>
      <FailureAlert failure={failure} onDismiss={() => setFailure(null)} />
      {suspended && <Suspended />}
      {!suspended && <QuarantineAlert connections={connections} />}
      {empty ? (
        <EmptyConnections action={button ?? <p>Ask an owner of your company to connect the first AWS account.</p>} />
      ) : (
        <Listed connections={connections} />
      )}
    </SpaceBetween>
  );
}

function Suspended() {
  return (
    <Alert type="warning" header="Your company’s access is suspended">
      All connections are suspended, and no logs can be read from your AWS accounts. Contact the partner that runs this portal.
    </Alert>
  );
}

function Listed({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [segment, setSegment] = useState<Segment>("all");
  const [text, setText] = useState("");
  const narrow = useNarrow();
  const matching = filterConnections(connections, segment, text);
  const emptyText = text === "" ? "No connections to display." : `No connection matches “${text}”.`;
  const filter = (
    <div className={styles["tools"]}>
      <div className={styles["find"]}>
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find a connection"
          filteringAriaLabel="Find a connection"
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      </div>
      <SegmentedControl
        label="Show"
        selectedId={segment}
        options={segmentsOf(connections)}
        onChange={({ detail }) => setSegment(SEGMENTS.find(({ id }) => id === detail.selectedId)?.id ?? "all")}
      />
    </div>
  );
  if (!narrow)
    return (
      <div className={styles["wide"]}>
        <ConnectionsTable connections={matching} filter={filter} empty={emptyText} />
      </div>
    );
  return (
    <div>
      <Container>{filter}</Container>
      <ConnectionCards connections={matching} empty={emptyText} />
    </div>
  );
}

const SEGMENTS: readonly { id: Segment; text: string }[] = [
  { id: "all", text: "All" },
  { id: "attention", text: "Needs attention" },
  { id: "connected", text: "Connected" },
  { id: "removed", text: "Removed" },
];

/** The filter segments with their counts. `Removed` appears once a connection was removed. */
function segmentsOf(connections: readonly ConnectionView[]) {
  return SEGMENTS.map(({ id, text }) => ({ id, text, count: connections.filter((one) => belongsTo(id, one)).length }))
    .filter(({ id, count }) => id !== "removed" || count > 0)
    .map(({ id, text, count }) => ({ id, text: `${text} ${count}` }));
}

/** Shown above the list while a connection is quarantined: which one, that log access stopped, and a link. */
function QuarantineAlert({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [first, ...others] = connections.filter(({ status }) => status === "quarantined");
  if (first === undefined) return null;
  const many = `${others.length + 1} connections are quarantined: their roles can be assumed without the correct External ID`;
  return (
    <Alert
      type="error"
      header={others.length === 0 ? `“${first.name}” is quarantined: its role can be assumed without the correct External ID` : many}
      action={<FollowButton href={`/connections/${first.id}`}>View required actions</FollowButton>}
    >
      Log access stopped immediately. No logs were read with a wrong External ID.
    </Alert>
  );
}

/** Shown before the first connection. `action` is the button, or for members the text that replaces it. */
function EmptyConnections({ action }: { readonly action: ReactNode }) {
  return (
    <Container>
      <div className={styles["empty"]}>
        <Gates state="unknown" tone="plain" height={68} />
        <h2>No AWS account connected yet</h2>
        <p>
          Create one read-only role from a template and enter its ARN. The portal then verifies that the role can be assumed only with your
          External ID. This takes about three minutes.
        </p>
        {action}
      </div>
      <dl className={styles["promises"]}>
        <div>
          <dt>You create the role</dt>
          <dd>
            In your AWS account, with CloudFormation, Terraform, the AWS CLI, or the console, and with an External ID from the portal.
          </dd>
        </div>
        <div>
          <dt>The portal verifies it</dt>
          <dd>AWS must allow calls with your External ID and deny calls with any other. You see each response from AWS.</dd>
        </div>
        <div>
          <dt>You stay in control</dt>
          <dd>Your CloudTrail records each role session. Delete the stack, and access ends within 60 minutes.</dd>
        </div>
      </dl>
    </Container>
  );
}
