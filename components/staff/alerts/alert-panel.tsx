"use client";

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { countText } from "#components/ui/count-text.ts";
import { ageOf, spanOf, utcMoment } from "#kernel/time/times-and-ages.ts";
import type { AlertDetails } from "#lib/staff/shared/alert-view.ts";
import { type AlertActions, AlertActs } from "./alert-acts.tsx";
import styles from "./alerts.module.css";
import { SeverityBadge } from "./severity-badge.tsx";
import { StateText } from "./state-text.tsx";

interface AlertPanelProps {
  readonly alert: AlertDetails | "gone";
  readonly now: number;
  readonly mayAct: boolean;
  readonly closeAddress: string;
  readonly actions: AlertActions;
  notify(sentence: string): void;
}

/** What happened, what to do, the actions and the history of one alert. */
export function AlertPanel({ alert, now, mayAct, closeAddress, actions, notify }: AlertPanelProps) {
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  // A person who opened the details with the keyboard continues in them. The key of this component is the alert.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const title = alert === "gone" ? "Alert not found" : alert.title;
  return (
    <aside aria-label="Alert details" className={styles["panel"]}>
      <div className={styles["panelHead"]}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button variant="icon" iconName="close" ariaLabel="Close details" onClick={() => router.push(closeAddress, { scroll: false })} />
      </div>
      {alert === "gone" ? (
        <p>This alert no longer exists. Resolved alerts are deleted after 400 days.</p>
      ) : (
        <>
          <Facts alert={alert} now={now} />
          <WhatHappened alert={alert} now={now} />
          <h3>What to do</h3>
          <p className={styles["quiet"]}>{`Next step by: ${alert.owner}`}</p>
          <ol className={styles["steps"]}>
            {alert.steps.map((step) => (
              <li key={step}>{withCode(step)}</li>
            ))}
          </ol>
          {alert.state.kind === "resolved" ? null : <AlertActs alert={alert} mayAct={mayAct} actions={actions} notify={notify} />}
          <History alert={alert} />
        </>
      )}
    </aside>
  );
}

function Facts({ alert, now }: { readonly alert: AlertDetails; readonly now: number }) {
  const { raisedAt, times, state } = alert;
  return (
    <>
      <p className={styles["facts"]}>
        <SeverityBadge severity={alert.severity} />
        <span>
          {`Since ${utcMoment(raisedAt, "short")}, ${spanOf(now - raisedAt)}`}
          {times === 1 ? "" : ` · ${times.toLocaleString("en")} times`}
        </span>
      </p>
      {state.kind === "open" ? null : (
        <p className={styles["facts"]}>
          <span>
            <StateText state={state} now={now} />
          </span>
        </p>
      )}
    </>
  );
}

function SilentWorkers({ alert: { workers, areWorkersCut }, now }: { readonly alert: AlertDetails; readonly now: number }) {
  return (
    <dl className={styles["about"]}>
      <dt>{workers.length === 1 ? "Worker" : "Workers"}</dt>
      <dd>
        {workers.map(({ id, reportedAt }) => (
          <div key={id}>
            <code>{id}</code>, last report {ageOf(now, reportedAt)}
          </div>
        ))}
        {areWorkersCut ? <div>More workers are silent. These reported last.</div> : null}
      </dd>
    </dl>
  );
}

function WhatHappened({ alert, now }: { readonly alert: AlertDetails; readonly now: number }) {
  const { customer, connection, run, connections } = alert;
  return (
    <>
      <p>{withCode(alert.happened)}</p>
      {alert.workers.length === 0 ? null : <SilentWorkers alert={alert} now={now} />}
      {customer === null ? null : (
        <dl className={styles["about"]}>
          <dt>Customer</dt>
          <dd>
            <FollowLink variant="primary" href={`/admin/customers/${customer.id}`}>
              {customer.name}
            </FollowLink>
          </dd>
          {connection === null ? null : (
            <>
              <dt>Connection</dt>
              <dd>
                <FollowLink variant="primary" href={`/admin/connections/${connection.id}`}>
                  {connection.name}
                </FollowLink>
              </dd>
            </>
          )}
          {run === null ? null : (
            <>
              <dt>Verification</dt>
              <dd>
                <FollowLink variant="primary" href={`/admin/runs?q=${run.id}`}>
                  {utcMoment(run.at)}
                </FollowLink>
              </dd>
            </>
          )}
          {connections.length === 0 ? null : (
            <>
              <dt>{connections[0]?.customerId === customer.id ? "Connections" : "Also connected by"}</dt>
              <dd>
                {connections.map((one) => (
                  <div key={one.id}>
                    <FollowLink variant="primary" href={`/admin/connections/${one.id}`}>
                      {one.customerId === customer.id ? one.name : `${one.customerName} / ${one.name}`}
                    </FollowLink>
                  </div>
                ))}
                {alert.connectionsTotal > connections.length ? (
                  <div>
                    {countText(alert.connectionsTotal, "connection")} in total.{" "}
                    <FollowLink variant="primary" href={alert.connectionsHref}>
                      View the list
                    </FollowLink>
                  </div>
                ) : null}
              </dd>
            </>
          )}
        </dl>
      )}
      {alert.severity === "critical" && alert.state.kind === "snoozed" ? (
        <Alert type="warning" statusIconAriaLabel="Warning">
          While snoozed, this critical alert doesn’t appear under Open.
        </Alert>
      ) : null}
    </>
  );
}

function History({ alert }: { readonly alert: AlertDetails }) {
  return (
    <>
      <h3>History</h3>
      <ol aria-label="History" className={styles["history"]}>
        {alert.history.map(({ at, text, note }) => (
          <li key={`${at} ${text}`}>
            <span>{text}</span>
            <time dateTime={new Date(at).toISOString()}>{utcMoment(at, "short")}</time>
            {note === null ? null : <q>{note}</q>}
          </li>
        ))}
      </ol>
      {alert.isHistoryCut ? <p className={styles["quiet"]}>Older events aren’t shown, except the first one.</p> : null}
    </>
  );
}

/** Text in backquotes is a name of a setting or a program. */
function withCode(text: string) {
  return text.split("`").map((part, n) => (n % 2 === 0 ? part : <code key={n}>{part}</code>));
}
