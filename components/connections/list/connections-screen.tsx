"use client";

import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useNarrow } from "#components/ui/use-narrow.ts";
import type { Failure } from "#kernel/result.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { ConnectionCards } from "./connection-cards.tsx";
import { ConnectionsTable } from "./connections-table.tsx";
import { EmptyConnections } from "./empty-connections.tsx";
import { belongsTo, filterConnections, type Segment } from "./filter-connections.ts";
import styles from "./list.module.css";
import { QuarantineAlert } from "./quarantine-alert.tsx";
import { type StartConnection, StartConnectionButton } from "./start-connection.tsx";

export interface ConnectionsScreenProps {
  readonly connections: readonly ConnectionView[];
  /** Owners may connect an account; members only look. */
  readonly mayConnect: boolean;
  readonly suspended: boolean;
  readonly start: StartConnection;
}

const DESCRIPTION = "Each connection is verified every 12 hours. Log access requires a verification from the last 24 hours.";

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
  const shown = filterConnections(connections, segment, text);
  const none = text === "" ? "No connections to display." : `No connection matches “${text}”.`;
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
  { id: "attention", text: "Needs attention" },
  { id: "connected", text: "Connected" },
  { id: "removed", text: "Removed" },
];

/** The segments with their counts; `Removed` appears once there is one. */
function segmentsOf(connections: readonly ConnectionView[]) {
  return SEGMENTS.map(({ id, text }) => ({ id, text, count: connections.filter((one) => belongsTo(id, one)).length }))
    .filter(({ id, count }) => id !== "removed" || count > 0)
    .map(({ id, text, count }) => ({ id, text: `${text} ${count}` }));
}
