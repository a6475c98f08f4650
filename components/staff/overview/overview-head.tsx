"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { type InviteCustomerAction, InviteCustomerButton } from "#components/staff/customers/invite-customer.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { StaffRole } from "#kernel/actor.ts";

/** The heading of the overview with its actions. */
export function OverviewHead({ role, inviteCustomer }: { readonly role: StaffRole; readonly inviteCustomer: InviteCustomerAction }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const notices = useNotices("success");
  return (
    <>
      <PageHead
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel="Refresh" loading={pending} onClick={() => start(() => router.refresh())} />
            <InviteCustomerButton role={role} invite={inviteCustomer} notify={notices.notify} />
          </SpaceBetween>
        }
      >
        Overview
      </PageHead>
      {notices.bar}
    </>
  );
}
