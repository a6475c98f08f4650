"use client";

import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { Gates } from "#components/gates/gates.tsx";
import { ListPager } from "#components/staff/lists/list-pager.tsx";
import { type ListNavigation, useList } from "#components/staff/lists/use-list.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { PausedFilter } from "#components/ui/paused-filter.tsx";
import { useNarrow } from "#components/ui/use-media-query.ts";
import type { Failure } from "#kernel/result.ts";
import { OWN_CONNECTION_LIST, type OwnConnections } from "#lib/connections/shared/own-list.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import { ConnectionCards } from "./connection-cards.tsx";
import { ConnectionsTable } from "./connections-table.tsx";
import styles from "./list.module.css";
import { type StartConnection, StartConnectionButton } from "./start-connection.tsx";

export interface ConnectionsScreenProps {
  /** One page of the list. */
  readonly list: OwnConnections;
  readonly query: ListQuery;
  /** The number of the first row, from 1. */
  readonly start: number;
  /** Cursors of the pages before and after. */
  readonly previous: string | null;
  readonly next: string | null;
  /** Whether the viewer may connect an account: owners may, members may not. */
  readonly mayConnect: boolean;
  readonly suspended: boolean;
  readonly startConnection: StartConnection;
}

const DESCRIPTION = "Each connection is verified every 12 hours. Log access requires a successful verification from the last 24 hours.";

/** The connections of the customer, those that need attention first: the server filters and pages them. */
export function ConnectionsScreen(props: ConnectionsScreenProps) {
  const { list, mayConnect, suspended } = props;
  const [failure, setFailure] = useState<Failure | null>(null);
  const button = mayConnect ? <StartConnectionButton start={props.startConnection} onFailure={setFailure} /> : null;
  const empty = list.all === 0;
  return (
    <SpaceBetween size="m">
      <PageHead description={empty ? undefined : DESCRIPTION} actions={empty ? undefined : button}>
        Connections
      </PageHead>
      <FailureAlert failure={failure} onDismiss={() => setFailure(null)} />
      {suspended && <Suspended />}
      {!suspended && <QuarantineAlert list={list} />}
      {empty ? (
        <EmptyConnections action={button ?? <p>Ask an owner of your company to connect the first AWS account.</p>} />
      ) : (
        <Listed {...props} />
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

function Listed(props: ConnectionsScreenProps) {
  const { list, query } = props;
  const navigation = useList(OWN_CONNECTION_LIST, query);
  const narrow = useNarrow();
  const { search } = query;
  const emptyText = search === "" ? "No connections to display." : `No connection matches “${search}”.`;
  const filter = (
    <div className={styles["tools"]}>
      <div className={styles["find"]}>
        <PausedFilter label="Find a connection" text={search} onChange={(text) => navigation.change({ search: text })} />
      </div>
      <SegmentedControl
        label="Show"
        selectedId={navigation.query.filters["show"]?.[0] ?? "all"}
        options={SEGMENTS.map(({ id, text }) => ({ id, text: `${text} ${list[id]}` }))}
        onChange={({ detail }) => navigation.change({ filters: detail.selectedId === "all" ? {} : { show: [detail.selectedId] } })}
      />
    </div>
  );
  const pager = props.previous === null && props.next === null ? null : <OwnPager {...props} navigation={navigation} />;
  if (!narrow)
    return (
      <div className={styles["wide"]} aria-busy={navigation.pending}>
        <ConnectionsTable connections={list.rows} filter={filter} empty={emptyText} footer={pager} />
      </div>
    );
  return (
    <div aria-busy={navigation.pending}>
      <Container>{filter}</Container>
      <ConnectionCards connections={list.rows} empty={emptyText} />
      {pager}
    </div>
  );
}

/** The pages of a list that does not fit on one. */
function OwnPager({ list, query, start, previous, next, navigation }: ConnectionsScreenProps & { readonly navigation: ListNavigation }) {
  const view = { query, rows: list.rows, start, total: list.matching, isMore: false, all: list.all, previous, next };
  return <ListPager view={{ ...view, facets: [], countedAt: null, names: {} }} list={navigation} />;
}

const SEGMENTS = [
  { id: "all", text: "All" },
  { id: "attention", text: "Needs attention" },
  { id: "connected", text: "Connected" },
] as const;

/** Shown above the list while a connection is quarantined: which one, that log access stopped, and a link. */
function QuarantineAlert({ list: { worst, quarantined } }: { readonly list: OwnConnections }) {
  if (worst === null) return null;
  const many = `${quarantined} connections are quarantined: their roles can be assumed without the correct External ID`;
  return (
    <Alert
      type="error"
      header={quarantined === 1 ? `“${worst.name}” is quarantined: its role can be assumed without the correct External ID` : many}
      action={<FollowButton href={`/connections/${worst.id}`}>View required actions</FollowButton>}
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
