"use client";

import type { ReactNode } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { SeverityBadge } from "#components/staff/alerts/severity-badge.tsx";
import { Panel } from "#components/staff/overview/panel.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { countText } from "#components/ui/count-text.ts";
import { ageOf, timeLeft, utcDay, utcMoment, utcShort, waitingText } from "#kernel/time/times-and-ages.ts";
import { addressOfAlert } from "#lib/staff/shared/alert-view.ts";
import type { ConnectionPageView } from "#lib/staff/shared/connection-page-view.ts";
import { logAccessText } from "#lib/staff/shared/list-view.ts";
import styles from "./connection.module.css";

/** What is to be done until the connection works, and by whom. Absent if it works. */
export function Steps({ view, now }: { readonly view: ConnectionPageView; readonly now: number }) {
  const { steps, nextStep } = view;
  const [first] = steps;
  if (first === undefined) return null;
  const emailed = nextStep?.emailed ?? null;
  const waiting = nextStep?.since ?? null;
  return (
    <Panel title={`Next step: ${first.owner}`} aside={waiting === null ? undefined : waitingText(now, waiting)}>
      <ol className={styles["steps"]} aria-label="Steps">
        {steps.map(({ what, owner, detail }, n) => (
          <li key={what}>
            <span>{what}</span>
            <span className={styles["detail"]} style={{ gridColumn: "auto" }}>
              {owner}
            </span>
            <span className={styles["detail"]}>
              {detail}
              {n === 0 && emailed !== null
                ? ` An email was sent to ${countText(emailed.addresses, "address", "addresses")}, ${utcShort(now, emailed.at)}.`
                : ""}
            </span>
          </li>
        ))}
      </ol>
      {nextStep?.message == null ? null : (
        <div>
          <CopyButton text={nextStep.message} name="Copy message for the customer">
            Copy message for the customer
          </CopyButton>
        </div>
      )}
    </Panel>
  );
}

/** The facts about a connection. What staff can't read is named, so that nobody looks for it. */
export function ConnectionFacts({ view, now }: { readonly view: ConnectionPageView; readonly now: number }) {
  const { connection, externalIdSince, rotation, currentTemplate } = view;
  const { accountId, regions, logAccess, templateVersion, nextCheckAt, createdAt, verifiedAt, status } = connection;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      "AWS account",
      accountId === null ? (
        "–"
      ) : (
        <FollowLink key="account" href={`/admin/connections?q=${accountId}`}>
          {accountId}
        </FollowLink>
      ),
    ],
    ["Role ARN and ID", "Hidden from staff"],
    ["External ID", `Hidden from staff. In use since ${utcDay(externalIdSince)}`],
    ...(rotation === null
      ? []
      : [
          [
            "Rotation",
            rotation.stage === "pending"
              ? `New External ID created ${utcMoment(rotation.since, "short")}, not in use yet`
              : `Previous External ID still accepted since ${utcMoment(rotation.since, "short")}`,
          ] as const,
        ]),
    ["Log Regions", regions.join(", ")],
    ["Log access", logAccessText(logAccess, status)],
    [
      "Template",
      templateVersion === null
        ? `None offered yet; ${currentTemplate} is current`
        : `${templateVersion}${templateVersion < currentTemplate ? `; ${currentTemplate} is current` : ", current"}`,
    ],
    ["Last verified", verifiedAt === null ? "Never" : ageOf(now, verifiedAt)],
    ["Next verification", nextCheckAt === null ? "None scheduled" : nextCheckAt <= now ? "Due now" : timeLeft(now, nextCheckAt)],
    ["Created", utcMoment(createdAt, "short")],
  ];
  return (
    <Panel title="Details">
      <dl className={styles["facts"]}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** The open alerts of the connection. */
export function ConnectionAlerts({ alerts, now }: { readonly alerts: ConnectionPageView["alerts"]; readonly now: number }) {
  if (alerts.length === 0) return null;
  return (
    <Panel title="Alerts" aside={`${alerts.length} open`}>
      {alerts.map(({ id, severity, sentence, at }) => (
        <p key={id}>
          <SeverityBadge severity={severity} /> {sentence} <FollowLink href={addressOfAlert(id)}>Open the alert</FollowLink>{" "}
          <span className={styles["detail"]}>{ageOf(now, at)}</span>
        </p>
      ))}
    </Panel>
  );
}
