"use client";

import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { disabledFor, whyDisabled } from "#components/staff/customer/why-disabled.ts";
import type { Notify } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { InviteCustomer } from "./invite-customer-dialog.tsx";

/** Loaded when it is first opened, because staff read lists far more often than they invite someone. */
const InviteCustomerDialog = lazy(() => import("./invite-customer-dialog.tsx").then((found) => ({ default: found.InviteCustomerDialog })));

export type InviteCustomerAction = Action<InviteCustomer, { customerId: string }>;

interface InviteCustomerButtonProps {
  readonly role: StaffRole;
  readonly invite: InviteCustomerAction;
  readonly notify: Notify;
}

/** The button `Invite customer` with its dialog. It is disabled with the reason for a person whose role can't invite. */
export function InviteCustomerButton({ role, invite, notify }: InviteCustomerButtonProps) {
  const [inviting, setInviting] = useState<"never" | "now" | "closed">("never");
  const disabledReason = whyDisabled(role);
  useAddressedAction((action) => action === "invite" && disabledReason === null && setInviting("now"));
  return (
    <>
      <Button variant="primary" {...disabledFor(disabledReason)} onClick={() => setInviting("now")}>
        Invite customer
      </Button>
      {inviting === "never" ? null : (
        <Suspense>
          <InviteCustomerDialog
            visible={inviting === "now"}
            invite={invite}
            onClose={() => setInviting("closed")}
            onInvited={({ name, email }, customerId) =>
              notify(`${name} was created. ${email} will receive a single-use link by email.`, {
                text: "Open customer",
                href: `/admin/customers/${customerId}`,
              })
            }
          />
        </Suspense>
      )}
    </>
  );
}
