"use client";

import { lazy, Suspense, useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { useNow } from "#components/ui/age.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import type { CustomerPageView } from "#lib/staff/shared/customer-page-view.ts";
import styles from "./customer.module.css";
import type { CustomerActions, CustomerDialog } from "./customer-actions.ts";
import { CustomerConnections } from "./customer-connections.tsx";
import { CustomerHead, whyNotVerify } from "./customer-head.tsx";
import { CustomerPeople } from "./customer-people.tsx";
import { Notes, SentEmails } from "./customer-records.tsx";
import { NextStepPanel } from "./next-step.tsx";
import { Timeline } from "./timeline.tsx";
import { whyDisabled } from "./why-disabled.ts";

/** Loaded when the first dialog is opened: most visits open none. */
const CustomerDialogs = lazy(() => import("./customer-dialogs.tsx").then((found) => ({ default: found.CustomerDialogs })));

/** Everything that staff can see of one customer, and no logs. */
export function CustomerScreen(props: {
  readonly customer: CustomerPageView;
  readonly role: StaffRole;
  readonly now: number;
  readonly actions: CustomerActions;
}) {
  const { customer, role, actions } = props;
  const now = useNow(30_000, props.now);
  const [dialog, setDialog] = useState<CustomerDialog>(null);
  const notices = useNotices("success");
  const path = `/admin/customers/${customer.id}`;
  useAddressedAction((action) => {
    const isOpened = action === "invite" || action === (customer.suspended === null ? "suspend" : "resume");
    if (isOpened && whyDisabled(role, false) === null) setDialog(action);
    if (action === "verify" && whyNotVerify(customer, role) === null) setDialog(action);
  });
  return (
    <div className={styles["page"]}>
      <CustomerHead
        {...{ customer, role }}
        onVerify={() => setDialog("verify")}
        onSuspend={() => setDialog("suspend")}
        onResume={() => setDialog("resume")}
        onTags={() => setDialog("tags")}
      />
      {notices.bar}
      {customer.nextStep === null ? null : <NextStepPanel step={customer.nextStep} now={now} linked />}
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <CustomerConnections customer={customer} now={now} />
          <Timeline path={path} timeline={customer.timeline} now={now} />
        </div>
        <div className={styles["column"]}>
          <CustomerPeople
            {...{ customer, now }}
            whyNot={whyDisabled(role, false)}
            resend={actions.resendInvitation}
            onInvite={() => setDialog("invite")}
            onRevoke={(revoke) => setDialog({ revoke })}
            notify={notices.notify}
          />
          <SentEmails emails={customer.emails} path={path} now={now} />
          <Notes customer={customer} now={now} remove={actions.removeNote} onAdd={() => setDialog("note")} />
          <p className={styles["quiet"]}>
            No staff role can read customer logs. The database enforces this.{" "}
            <FollowLink variant="primary" href={`/admin/audit?customer=${customer.id}`}>
              View audit log
            </FollowLink>
          </p>
        </div>
      </div>
      {dialog === null ? null : (
        <Suspense>
          <CustomerDialogs {...{ customer, actions, dialog }} onClose={() => setDialog(null)} notify={notices.notify} />
        </Suspense>
      )}
    </div>
  );
}
