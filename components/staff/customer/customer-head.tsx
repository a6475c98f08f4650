"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Link from "next/link";
import { PageHead } from "#components/frame/page-head.tsx";
import { STATUS_ICONS } from "#components/ui/status-icons.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { utcDay, utcMoment } from "#kernel/time/times-and-ages.ts";
import { STATUS_WORDS, WORST_FIRST } from "#kernel/verification/connection-status.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import type { CustomerPageView } from "#lib/staff/shared/customer-page-view.ts";
import { CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { SUSPENSION_REASONS } from "#lib/staff/shared/staff-requests.ts";
import styles from "./customer.module.css";
import { disabledFor, whyDisabled } from "./why-disabled.ts";

/** The name of a customer, its status and tags, and what staff can do with all of it. */
export function CustomerHead(props: {
  readonly customer: CustomerPageView;
  readonly role: StaffRole;
  onVerify(): void;
  onSuspend(): void;
  onResume(): void;
  onTags(): void;
}) {
  const { customer, role } = props;
  const isSuspended = customer.suspended !== null;
  return (
    <PageHead
      description={<Facts customer={customer} role={role} onTags={props.onTags} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button {...disabledFor(whyDisabled(role, false))} onClick={isSuspended ? props.onResume : props.onSuspend}>
            {isSuspended ? "Resume customer" : "Suspend customer"}
          </Button>
          <Button variant="primary" {...disabledFor(whyNotVerify(customer, role))} onClick={props.onVerify}>
            Verify all now
          </Button>
        </SpaceBetween>
      }
    >
      {customer.name}
    </PageHead>
  );
}

/** Why the connections of the customer can't be verified now, or null. */
export function whyNotVerify({ suspended, total }: CustomerPageView, role: StaffRole): string | null {
  return whyDisabled(role, suspended !== null) ?? (total === 0 ? "There is no connection to verify." : null);
}

function Facts({ customer, role, onTags }: { readonly customer: CustomerPageView; readonly role: StaffRole; onTags(): void }) {
  return (
    <div className={styles["facts"]}>
      <WorstStatus customer={customer} />
      <span>Customer since {utcDay(customer.createdAt)}</span>
      {customer.tags.length === 0 ? (
        <span>No tags</span>
      ) : (
        <ul aria-label="Tags">
          {customer.tags.map((tag) => (
            <li key={tag}>
              <Link
                className={styles["tag"]}
                href={filteredAddress(CUSTOMER_LIST, { tag: [tag] })}
                title={`Customers with the tag “${tag}”`}
                prefetch={false}
              >
                {tag}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Button variant="inline-icon" iconName="edit" ariaLabel="Edit tags" {...disabledFor(whyDisabled(role, false))} onClick={onTags} />
    </div>
  );
}

/** "1 of 14 quarantined", of the most urgent status; "All 14 connected" if every connection is. */
function WorstStatus({ customer: { suspended, counts, total } }: { readonly customer: CustomerPageView }) {
  if (suspended !== null) {
    const reason = SUSPENSION_REASONS.find(({ id }) => id === suspended.reason)?.label;
    return (
      <StatusIndicator type="stopped">
        Suspended since {utcMoment(suspended.at, "short")}
        {reason === undefined ? "" : `: ${reason}`}
      </StatusIndicator>
    );
  }
  const worst = WORST_FIRST.map((status) => counts.find((each) => each.status === status)).find((each) => each !== undefined);
  if (worst === undefined) return <StatusIndicator type="pending">No connections yet</StatusIndicator>;
  const word = STATUS_WORDS[worst.status];
  const counted = `${worst.connections === total ? "All" : `${worst.connections} of`} ${total}`;
  return (
    <StatusIndicator type={STATUS_ICONS[worst.status]}>
      {total === 1 ? word : worst.status === "expired" ? `${counted}: ${word.toLowerCase()}` : `${counted} ${word.toLowerCase()}`}
    </StatusIndicator>
  );
}
