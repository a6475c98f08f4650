"use client";

import Icon from "@cloudscape-design/components/icon";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Link from "next/link";
import type { ReactNode } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { eventWords } from "#components/staff/dashboard/event-words.ts";
import { Panel } from "#components/staff/overview/panel.tsx";
import { RUN_VERDICTS } from "#components/staff/runs/run-verdicts.ts";
import { countText } from "#components/ui/count-text.ts";
import { SEVERITY_WORDS } from "#kernel/alerts/severities.ts";
import { utcMoment, utcShort } from "#kernel/time/times-and-ages.ts";
import { emailWords, TIMELINE_KINDS, type TimelineEntry, type TimelineKind, type TimelineView } from "#lib/staff/shared/timeline-view.ts";
import styles from "./customer.module.css";

const KIND_WORDS: Readonly<Record<TimelineKind, string>> = {
  all: "All",
  verifications: "Verifications",
  actions: "Actions",
  alerts: "Alerts",
  emails: "Emails",
};

/** What happened at a customer, newest first: verifications, actions, alerts and emails. The server reads one part at a time. */
export function Timeline({ path, timeline, now }: { readonly path: string; readonly timeline: TimelineView; readonly now: number }) {
  const { kind, entries, earlier, isNewest } = timeline;
  const hrefOf = (of: TimelineKind, before?: string) => {
    const params = new URLSearchParams({ ...(of === "all" ? {} : { timeline: of }), ...(before === undefined ? {} : { before }) });
    return params.size === 0 ? path : `${path}?${params}`;
  };
  return (
    <Panel
      title="Timeline"
      aside={
        <nav aria-label="Kinds of the timeline" className={styles["kinds"]}>
          {TIMELINE_KINDS.map((each) => (
            <Link key={each} href={hrefOf(each)} scroll={false} prefetch={false} {...(each === kind && { "aria-current": "true" })}>
              {KIND_WORDS[each]}
            </Link>
          ))}
        </nav>
      }
    >
      {entries.length === 0 ? <p className={styles["quiet"]}>{isNewest ? EMPTY[kind] : "Nothing earlier."}</p> : null}
      <ol className={styles["timeline"]} aria-label="Events">
        {entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={new Date(entry.at).toISOString()} title={utcMoment(entry.at)} className={styles["quiet"]}>
              {utcShort(now, entry.at)}
            </time>
            <EntryIcon entry={entry} />
            <span>
              <EntryText entry={entry} />
            </span>
            <span className={`${styles["quiet"]} ${styles["sort"]}`}>{SORTS[entry.what.kind]}</span>
          </li>
        ))}
      </ol>
      <div className={styles["ends"]}>
        {earlier === null ? null : (
          <Link className={styles["link"]} href={hrefOf(kind, earlier)} scroll={false} prefetch={false}>
            Show earlier
          </Link>
        )}
        {isNewest ? null : (
          <Link className={styles["link"]} href={hrefOf(kind)} scroll={false} prefetch={false}>
            Show newest
          </Link>
        )}
      </div>
    </Panel>
  );
}

const EMPTY: Readonly<Record<TimelineKind, string>> = {
  all: "Nothing has happened yet.",
  verifications: "No verifications yet.",
  actions: "No actions yet.",
  alerts: "No alerts yet.",
  emails: "No emails yet.",
};

const SORTS: Readonly<Record<TimelineEntry["what"]["kind"], string>> = {
  verification: "Verification",
  action: "Action",
  alert: "Alert",
  email: "Email",
};

function EntryIcon({ entry: { what } }: { readonly entry: TimelineEntry }): ReactNode {
  switch (what.kind) {
    case "verification":
      return <StatusIndicator type={RUN_VERDICTS[what.verdict].type} iconAriaLabel={RUN_VERDICTS[what.verdict].word} />;
    case "alert":
      return <StatusIndicator type={what.severity === "critical" ? "error" : "warning"} iconAriaLabel={SEVERITY_WORDS[what.severity]} />;
    case "email":
      return what.state === "sent" ? <Icon name="envelope" /> : <StatusIndicator type="warning" iconAriaLabel="Not sent" />;
    case "action":
      return <Icon name="edit" />;
  }
}

function EntryText({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { what, count, connection, connections } = entry;
  const where =
    connection === null ? null : (
      <FollowLink variant="primary" href={`/admin/connections/${connection.id}`}>
        {connection.name}
      </FollowLink>
    );
  switch (what.kind) {
    case "verification": {
      const verified = where ?? countText(connections, "connection");
      const times = count > 1 && connections === 1 ? ` (${count} times)` : "";
      return (
        <>
          Verification of {verified}: {RUN_VERDICTS[what.verdict].word}
          {times}
        </>
      );
    }
    case "alert":
      return (
        <>
          {where}
          {where === null ? null : ": "}
          {what.sentence}
        </>
      );
    case "action":
      return (
        <>
          <b>{eventWords(what.event)}</b>
          {where === null ? null : <>: {where}</>}
          {what.subject === "" ? "" : `, ${what.subject}`}
          {count > 1 ? `, ${count} times` : ""}
          {what.actor === "" ? null : <span className={styles["quiet"]}> · {what.actor}</span>}
        </>
      );
    case "email":
      return (
        <>
          {what.state === "sent"
            ? `${countText(count, "email")} sent`
            : `${countText(count, "email")} not sent${what.state === "retrying" ? " yet" : ""}`}
          : {emailWords(what.about)}
          {where === null ? null : <> ({where})</>}, {what.addresses.join(", ")}
          {what.others > 0 ? ` and ${countText(what.others, "other")}` : ""}
          {what.why === "" ? "" : `. ${what.why}`}
        </>
      );
  }
}
