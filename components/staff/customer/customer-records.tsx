"use client";

import Button from "@cloudscape-design/components/button";
import Link from "next/link";
import { Panel } from "#components/staff/overview/panel.tsx";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { utcMoment, utcShort } from "#kernel/time/times-and-ages.ts";
import type { CustomerPageView, EmailGroup } from "#lib/staff/shared/customer-page-view.ts";
import { emailWords } from "#lib/staff/shared/timeline-view.ts";
import styles from "./customer.module.css";

/** What the customer was emailed, newest first: how many, and whether the mail server accepted them. */
export function SentEmails({ emails, path, now }: { readonly emails: readonly EmailGroup[]; readonly path: string; readonly now: number }) {
  return (
    <Panel
      title="Emails sent"
      aside={
        emails.length === 0 ? undefined : (
          <Link className={styles["link"]} href={`${path}?timeline=emails`} scroll={false} prefetch={false}>
            All emails
          </Link>
        )
      }
    >
      {emails.length === 0 ? <p className={styles["quiet"]}>No emails yet.</p> : null}
      <ul className={styles["rows"]} aria-label="Emails sent">
        {emails.map((group) => (
          <li key={group.id}>
            <span>
              {emailWords(group.about)}
              {group.connectionName === null ? "" : `: ${group.connectionName}`}
            </span>
            <span className={styles["quiet"]} title={utcMoment(group.at)}>
              {utcShort(now, group.at)}
            </span>
            <span className={`${styles["quiet"]} ${styles["full"]}`}>{resultOf(group)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function resultOf({ sent, retrying, failed, why }: EmailGroup): string {
  const parts = [
    ...(sent > 0 ? [`${sent} sent`] : []),
    ...(retrying > 0 ? [`${retrying} not sent yet, will be retried`] : []),
    ...(failed > 0 ? [`${countText(failed, "email")} failed`] : []),
  ];
  return `${parts.join(", ")}${why === "" ? "" : `. ${why}`}`;
}

/** What staff wrote about the customer. Everybody of the staff may write; a person removes their own notes, an admin all. */
export function Notes(props: {
  readonly customer: Pick<CustomerPageView, "id" | "notes">;
  readonly now: number;
  readonly remove: Action<{ customerId: string; noteId: string }, null>;
  onAdd(): void;
}) {
  const { customer, now } = props;
  const remove = useAction(props.remove);
  return (
    <Panel
      title="Notes"
      aside={
        <Button variant="inline-link" onClick={props.onAdd}>
          Add note
        </Button>
      }
    >
      <FailureAlert failure={remove.failure} />
      {customer.notes.length === 0 ? <p className={styles["quiet"]}>No notes yet. Only staff see notes.</p> : null}
      <ul className={styles["rows"]} aria-label="Notes">
        {customer.notes.map(({ id, note, author, at, mayRemove }) => (
          <li key={id}>
            <p className={`${styles["note"]} ${styles["full"]}`}>{note}</p>
            <span className={styles["quiet"]} title={utcMoment(at)}>
              {author}, {utcShort(now, at)}. Staff only.
            </span>
            {mayRemove ? (
              <Button
                variant="inline-link"
                ariaLabel={`Remove note: ${note.slice(0, 60)}`}
                loading={remove.pending}
                onClick={() => void remove.run({ customerId: customer.id, noteId: id })}
              >
                Remove
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
