"use client";

import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import type { Notify } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import type { InviteCustomer } from "./invite-customer-dialog.tsx";

/** Loaded when it is first opened, because staff read lists far more often than they invite someone. */
const InviteCustomerDialog = lazy(() => import("./invite-customer-dialog.tsx").then((found) => ({ default: found.InviteCustomerDialog })));

export type InviteCustomerAction = Action<InviteCustomer, { customerId: string }>;

/** The button `Invite customer` with its dialog. */
export function InviteCustomerButton({ invite, notify }: { readonly invite: InviteCustomerAction; readonly notify: Notify }) {
  const [inviting, setInviting] = useState<"never" | "now" | "closed">("never");
  useAddressedAction((action) => action === "invite" && setInviting("now"));
  return (
    <>
      <Button variant="primary" onClick={() => setInviting("now")}>
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
