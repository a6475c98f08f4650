"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { type InviteCustomerAction, InviteCustomerButton } from "#components/staff/customers/invite-customer.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";

/** The heading of the overview with its actions. */
export function OverviewHead({ mayAct, inviteCustomer }: { readonly mayAct: boolean; readonly inviteCustomer: InviteCustomerAction }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const notices = useNotices("success");
  return (
    <>
      <PageHead
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel="Refresh" loading={pending} onClick={() => start(() => router.refresh())} />
            {mayAct ? <InviteCustomerButton invite={inviteCustomer} notify={notices.notify} /> : null}
          </SpaceBetween>
        }
      >
        Overview
      </PageHead>
      {notices.bar}
    </>
  );
}
