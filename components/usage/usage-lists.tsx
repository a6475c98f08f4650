import Container from "@cloudscape-design/components/container";
import { useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import type { UsageConnectionView, UsagePageView, UsagePersonView } from "#lib/logs/insights/shared/usage-view.ts";
import { type SetThreshold, ThresholdCell } from "./threshold-cell.tsx";
import styles from "./usage.module.css";
import { type UsageAddress, usageHref } from "./usage-address.ts";
import { sumColumns } from "./usage-columns.tsx";
import { UsageTable } from "./usage-table.tsx";

const PAST_THE_END = "The list has fewer pages.";

/** Who used how much. Only owners see it. */
export function PeopleList({ view, people }: { readonly view: UsagePageView; readonly people: NonNullable<UsagePageView["people"]> }) {
  return (
    <Container header={<PageHead variant="h2">By person</PageHead>}>
      {people.rows.length === 0 ? (
        <p className={styles["nothing"]}>{people.page > 1 ? PAST_THE_END : "Nobody ran a query or used Live Tail in this time."}</p>
      ) : (
        <UsageTable<UsagePersonView>
          label="By person"
          rows={people.rows}
          keyOf={({ userId }) => userId}
          columns={[{ name: "Person", number: false, cell: ({ who }) => who, total: "Total" }, ...sumColumns<UsagePersonView>(view.total)]}
        />
      )}
      <Pages {...people} hrefOf={(page) => usageHref({ ...addressOf(view), people: page })} />
    </Container>
  );
}

interface ConnectionsListProps {
  readonly view: UsagePageView;
  readonly setThreshold: SetThreshold;
}

/** Which connection was used how much, and above which limit a person must confirm its queries. */
export function ConnectionsList({ view, setThreshold }: ConnectionsListProps) {
  const { connections, setsThresholds, total } = view;
  const set = setsThresholds ? setThreshold : null;
  const [edited, setEdited] = useState<{ readonly id: string; readonly typed: string } | null>(null);
  const threshold = (row: UsageConnectionView) => {
    const id = row.connectionId;
    const typed = edited?.id === id ? edited.typed : null;
    return <ThresholdCell {...{ set, typed }} connection={row} onType={(text) => setEdited(text === null ? null : { id, typed: text })} />;
  };
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          description={`You must confirm a query before it runs if its estimate is above the confirmation limit. ${setsThresholds ? "Only owners can change limits." : "An owner can change limits."}`}
        >
          By connection
        </PageHead>
      }
    >
      {connections.rows.length === 0 ? (
        <p className={styles["nothing"]}>{connections.page > 1 ? PAST_THE_END : "No connections yet."}</p>
      ) : (
        <UsageTable<UsageConnectionView>
          label="By connection"
          rows={connections.rows}
          keyOf={({ connectionId }) => connectionId}
          columns={[
            { name: "Connection", number: false, cell: (row) => <ConnectionName row={row} />, total: "Total" },
            ...sumColumns<UsageConnectionView>(total),
            { name: "Confirmation limit", number: true, cell: threshold, total: null },
          ]}
        />
      )}
      <Pages {...connections} hrefOf={(page) => usageHref({ ...addressOf(view), connections: page })} />
    </Container>
  );
}

function ConnectionName({ row: { connectionId, name, removed } }: { readonly row: UsageConnectionView }) {
  return removed ? (
    `${name} (removed)`
  ) : (
    <FollowLink variant="primary" href={`/connections/${connectionId}`}>
      {name}
    </FollowLink>
  );
}

const addressOf = ({ range, people, connections }: UsagePageView): UsageAddress => ({
  ...{ range, people: people?.page ?? 1, connections: connections.page },
});

interface PagesProps {
  readonly page: number;
  readonly pages: number;
  readonly hrefOf: (page: number) => string;
}

/** The pages of a list that the server reads one by one. Renders nothing for a list of one page. */
function Pages({ page, pages, hrefOf }: PagesProps) {
  if (pages === 1 && page === 1) return null;
  return (
    <div className={styles["pages"]}>
      {page > 1 && <FollowButton href={hrefOf(page - 1)}>Previous</FollowButton>}
      <span>
        Page {page.toLocaleString("en")} of {pages.toLocaleString("en")}
      </span>
      {page < pages && <FollowButton href={hrefOf(page + 1)}>Next</FollowButton>}
    </div>
  );
}
