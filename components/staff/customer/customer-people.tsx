"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { Panel } from "#components/staff/overview/panel.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { ageOf, timeLeft } from "#kernel/time/times-and-ages.ts";
import type { CustomerPageView } from "#lib/staff/shared/customer-page-view.ts";
import styles from "./customer.module.css";
import { disabledFor } from "./why-disabled.ts";

export interface OneInvitation {
  readonly customerId: string;
  readonly invitationId: string;
}

/** A person who did not accept their invitation yet. */
export type Invited = CustomerPageView["invitations"][number];

/** The members of a customer, the invitations that were not accepted yet, and the contacts for security notices. */
export function CustomerPeople(props: {
  readonly customer: CustomerPageView;
  readonly now: number;
  /** Why this person can't act; null if they can. */
  readonly whyNot: string | null;
  readonly resend: Action<OneInvitation, null>;
  onInvite(): void;
  onRevoke(invited: Invited): void;
  notify(sentence: string): void;
}) {
  const { customer, now, whyNot, notify } = props;
  const { people, peopleTotal, invitations } = customer;
  const emailOf = ({ invitationId }: OneInvitation) => invitations.find(({ id }) => id === invitationId)?.email ?? "The address";
  const resend = useAction(props.resend, (_, input) => notify(`${emailOf(input)} will receive a new single-use link by email.`));
  return (
    <Panel
      title="People"
      aside={
        <Button variant="inline-link" {...disabledFor(whyNot)} onClick={props.onInvite}>
          Invite owner
        </Button>
      }
    >
      <FailureAlert failure={resend.failure} />
      {people.length + invitations.length === 0 ? <p className={styles["quiet"]}>No people yet.</p> : null}
      <ul className={styles["rows"]} aria-label="People">
        {people.map(({ userId, name, email, role, signedInAt }) => (
          <li key={userId}>
            <span>
              {name ?? email}
              {name === null || name === email ? null : <span className={`${styles["quiet"]} ${styles["full"]}`}> {email}</span>}
            </span>
            <span className={styles["quiet"]}>
              {capital(role)}, {signedInAt === null ? "never signed in" : `last sign-in ${ageOf(now, signedInAt)}`}
            </span>
          </li>
        ))}
        {invitations.map((invited) => (
          <li key={invited.id}>
            <span>{invited.email}</span>
            <span className={styles["quiet"]}>
              {capital(invited.role)}, invited · {invited.expiresAt <= now ? "expired" : `expires ${timeLeft(now, invited.expiresAt)}`}
            </span>
            <span className={styles["full"]}>
              <Button
                variant="inline-link"
                ariaLabel={`Resend invitation: ${invited.email}`}
                loading={resend.pending}
                {...disabledFor(whyNot)}
                onClick={() => void resend.run({ customerId: customer.id, invitationId: invited.id })}
              >
                Resend
              </Button>
              {" · "}
              <Button
                variant="inline-link"
                ariaLabel={`Revoke invitation: ${invited.email}`}
                // An invitation that is sent again is a new one, with a new ID.
                loading={resend.pending}
                {...disabledFor(whyNot)}
                onClick={() => props.onRevoke(invited)}
              >
                Revoke
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {peopleTotal > people.length ? (
        <FollowLink href={`/admin/people?customer=${customer.id}`}>All {peopleTotal} members</FollowLink>
      ) : null}
      <Contacts contacts={customer.contacts} />
    </Panel>
  );
}

const STATES = { unconfirmed: "not confirmed yet", expired: "not confirmed", confirmed: "" } as const;

function Contacts({ contacts }: Pick<CustomerPageView, "contacts">) {
  return (
    <>
      <div className={styles["sub"]}>
        <h3>Security contacts</h3>
        <span className={styles["quiet"]}>emailed about every quarantine</span>
      </div>
      {contacts.some(({ state }) => state === "confirmed") ? null : (
        <p>
          <StatusIndicator type="warning" iconAriaLabel="Warning" />{" "}
          {contacts.length === 0
            ? "None. Only the owners get security notices. An owner adds contacts in the settings."
            : "None is confirmed. Only the owners get security notices."}
        </p>
      )}
      <ul className={styles["rows"]} aria-label="Security contacts">
        {contacts.map(({ id, email, state, memberRole }) => (
          <li key={id}>
            <span className={styles["mono"]}>{email}</span>
            <span className={styles["quiet"]}>
              {[memberRole === null ? "Not a member" : capital(memberRole), STATES[state]].filter((part) => part !== "").join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
