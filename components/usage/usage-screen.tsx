"use client";

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { dollarsText } from "#components/ui/dollars-text.ts";
import type { UsagePageView } from "#lib/logs/insights/shared/usage-view.ts";
import type { SetThreshold } from "./threshold-cell.tsx";
import styles from "./usage.module.css";
import { usageFileHref, usageHref } from "./usage-address.ts";
import { UsageChart } from "./usage-chart.tsx";
import { ConnectionsList, PeopleList } from "./usage-lists.tsx";
import { costText, countOrNone, rangeText, scannedText, tailText, unpricedText } from "./usage-texts.ts";

interface UsageScreenProps {
  readonly view: UsagePageView;
  readonly setThreshold: SetThreshold;
}

/** What queries and live tails cost in the customer's AWS accounts: by day, person and connection. */
export function UsageScreen({ view, setThreshold }: UsageScreenProps) {
  const { total, people } = view;
  const isUsed = total.queries > 0 || total.tails > 0;
  const missing = unpricedText(total);
  return (
    <SpaceBetween size="m">
      <PageHead
        description={`What queries and AWS Live Tail cost in your AWS accounts. ${people === null ? "You see your own use. Owners see everyone’s." : ""}`}
        actions={<Actions view={view} isUsed={isUsed} />}
      >
        Usage and cost
      </PageHead>
      {isUsed ? (
        <SpaceBetween size="m">
          <Figures view={view} />
          <UsageChart view={view} />
        </SpaceBetween>
      ) : (
        <Container>
          <div className={styles["empty"]}>
            <p>
              No queries and no Live Tail{" "}
              {view.range.endsWith("d") ? `in the ${rangeText(view.range).toLowerCase()}` : `in ${rangeText(view.range)}`}.
            </p>
            <FollowButton href="/logs">View logs</FollowButton>
          </div>
        </Container>
      )}
      <div className={styles["lists"]}>
        {people !== null && isUsed && <PeopleList view={view} people={people} />}
        <ConnectionsList view={view} setThreshold={setThreshold} />
      </div>
      <p className={styles["note"]}>
        Calculated from recorded bytes and minutes at AWS’s list price of each Region. The AWS bill can differ, for example because AWS
        charges nothing for the first 5 GB of a month.
        {missing !== null && ` The portal doesn’t know every price, so the costs don’t include ${missing}.`} Searches and downloads of log
        groups of the Infrequent Access class count as queries, because AWS bills them as queries. Usage data is kept for 13 months.
      </p>
    </SpaceBetween>
  );
}

function Actions({ view, isUsed }: { readonly view: UsagePageView; readonly isUsed: boolean }) {
  const router = useRouter();
  const options = ["7d", "30d", ...view.months].map((range) => ({ value: range, label: rangeText(range) }));
  return (
    <div className={styles["actions"]}>
      <Select
        ariaLabel="Time"
        options={options}
        selectedOption={{ value: view.range, label: rangeText(view.range) }}
        onChange={({ detail }) => router.push(usageHref({ range: detail.selectedOption.value ?? "30d" }))}
      />
      {isUsed && (
        <Button iconName="download" href={usageFileHref(view.from, view.to)} download>
          Download as CSV
        </Button>
      )}
    </div>
  );
}

function Figures({ view: { total, range } }: { readonly view: UsagePageView }) {
  const { queries, queryCost, scannedBytes, tails, tailSeconds, tailCost, unpricedBytes, unpricedSeconds } = total;
  const figures: readonly (readonly [name: string, value: string, note: string])[] = [
    [`Cost, ${range.endsWith("d") ? rangeText(range).toLowerCase() : rangeText(range)}`, costText(total), noteOf(unpricedText(total))],
    ["Queries", countOrNone(queries), partText(queries, queryCost, unpricedBytes)],
    ["Scanned", scannedText(scannedBytes), ""],
    ["Live Tail", tailText(tailSeconds), partText(tails, tailCost, unpricedSeconds)],
  ];
  return (
    <dl className={styles["figures"]}>
      {figures.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={styles["figure"]}>{value}</dd>
          {note !== "" && <dd className={styles["figureNote"]}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** The cost of a part of the use; nothing without any. */
function partText(uses: number, cost: number, unpriced: number): string {
  if (uses === 0) return "";
  return cost === 0 && unpriced > 0 ? "price unknown" : dollarsText(cost);
}

const noteOf = (missing: string | null) => (missing === null ? "" : `without ${missing}`);
