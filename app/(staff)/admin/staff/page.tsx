import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { StaffScreen } from "#components/staff/people/staff-screen.tsx";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findStaff } from "#lib/staff/set-staff-role.ts";
import { inviteStaff, removeStaff, revokeStaffInvitation, setStaffRole } from "./actions.ts";

export const metadata: Metadata = { title: "Staff" };

export default staffPage(undefined, async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} active="staff" crumbs={[{ text: "Staff" }]}>
    <StaffScreen
      staff={await findStaff(actor)}
      now={Date.now()}
      actions={{ invite: inviteStaff, setRole: setStaffRole, remove: removeStaff, revokeInvitation: revokeStaffInvitation }}
    />
  </PortalFrame>
));
