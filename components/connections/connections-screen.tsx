"use client";

import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import type { ConnectionView } from "#lib/connections/connection-view.ts";
import type { Failure } from "#lib/kernel/result.ts";
import { ConnectionCards } from "./connection-cards.tsx";
import { ConnectionsTable } from "./connections-table.tsx";
import { EmptyConnections } from "./empty-connections.tsx";
import { belongsTo, filterConnections, type Segment } from "./filter-connections.ts";
import styles from "./list.module.css";
import { QuarantineAlert } from "./quarantine-alert.tsx";
import { type StartConnection, StartConnectionButton } from "./start-connection.tsx";
import { useNarrow } from "./use-narrow.ts";

export interface ConnectionsScreenProps {
  readonly connections: readonly ConnectionView[];
  /** Owners may connect an account; members only look. */
  readonly mayConnect: boolean;
  readonly suspended: boolean;
  readonly start: StartConnection;
}

const DESCRIPTION =
  "Each is one role in one AWS account. We prove it again every 12 hours, and read only while the proof is less than 24 hours old.";

/** Which of my accounts is proven, and which needs me: the worst first. */
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
        <EmptyConnections action={button ?? <p>An owner of your company connects the first account.</p>} />
      ) : (
        <Listed connections={connections} />
      )}
    </SpaceBetween>
  );
}

function Suspended() {
  return (
    <Alert type="warning" header="Your company is suspended here">
      All connections are shown as Disabled and nothing is read from your accounts. Ask the partner who runs this portal.
    </Alert>
  );
}

function Listed({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [segment, setSegment] = useState<Segment>("all");
  const [text, setText] = useState("");
  const narrow = useNarrow();
  const shown = filterConnections(connections, segment, text);
  const none = text === "" ? "None here." : `No connection matches “${text}”.`;
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
        <ConnectionsTable connections={shown} filter={filter} none={none} />
      </div>
    );
  return (
    <div>
      <Container>{filter}</Container>
      <ConnectionCards connections={shown} none={none} />
    </div>
  );
}

const SEGMENTS: readonly { id: Segment; text: string }[] = [
  { id: "all", text: "All" },
  { id: "attention", text: "Need attention" },
  { id: "connected", text: "Connected" },
  { id: "removed", text: "Removed" },
];

/** The segments with their counts; `Removed` appears once there is one. */
function segmentsOf(connections: readonly ConnectionView[]) {
  return SEGMENTS.map(({ id, text }) => ({ id, text, count: connections.filter((one) => belongsTo(id, one)).length }))
    .filter(({ id, count }) => id !== "removed" || count > 0)
    .map(({ id, text, count }) => ({ id, text: `${text} ${count}` }));
}
