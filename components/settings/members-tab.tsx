"use client";

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ConfirmModal } from "#components/staff/confirm-modal.tsx";
import { useAct } from "#components/staff/use-act.ts";
import type { InvitationView, MemberView, SettingsView } from "#lib/customers/customer-view.ts";
import { InvitationsTable } from "./invitations-table.tsx";
import { InviteMemberModal } from "./invite-member-modal.tsx";
import { MembersTable } from "./members-table.tsx";
import type { SettingsActs } from "./settings-screen.tsx";

type Asking =
  | { readonly act: "invite" }
  | { readonly act: "remove"; readonly member: MemberView }
  | { readonly act: "withdraw"; readonly invitation: InvitationView }
  | null;

/** Members and open invitations, with the three acts an owner has. */
export function MembersTab(props: { settings: SettingsView; now: number; acts: SettingsActs; say(sentence: string): void }) {
  const { settings, now, acts, say } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <SpaceBetween size="m">
      <MembersTable
        settings={settings}
        onInvite={() => setAsking({ act: "invite" })}
        onRemove={(member) => setAsking({ act: "remove", member })}
      />
      <InvitationsTable
        invitations={settings.invitations}
        mayAct={settings.mayAct}
        now={now}
        onWithdraw={(invitation) => setAsking({ act: "withdraw", invitation })}
      />
      <InviteMemberModal
        visible={asking?.act === "invite"}
        invite={acts.inviteMember}
        onClose={close}
        onInvited={(email) => say(`${email} gets a link by mail that works once.`)}
      />
      {asking?.act === "remove" ? (
        <RemoveMember member={asking.member} customerName={settings.customerName} remove={acts.removeMember} onClose={close} say={say} />
      ) : null}
      {asking?.act === "withdraw" ? (
        <Withdraw invitation={asking.invitation} revoke={acts.revokeInvitation} onClose={close} say={say} />
      ) : null}
    </SpaceBetween>
  );
}

interface Asked {
  onClose(): void;
  say(sentence: string): void;
}

function RemoveMember(props: { member: MemberView; customerName: string; remove: SettingsActs["removeMember"] } & Asked) {
  const { member, customerName } = props;
  const act = useAct(props.remove, () => {
    props.onClose();
    props.say(`${member.email} no longer belongs to ${customerName}.`);
  });
  const title = `Remove ${member.email}?`;
  const confirm = () => void act.run({ userId: member.userId });
  return (
    <ConfirmModal
      visible
      title={title}
      act="Remove"
      pending={act.pending}
      failure={act.failure}
      onClose={props.onClose}
      onConfirm={confirm}
    >
      <Box>They lose {customerName} at their next request. What they did stays in the history. Inviting them again undoes it.</Box>
    </ConfirmModal>
  );
}

function Withdraw(props: { invitation: InvitationView; revoke: SettingsActs["revokeInvitation"] } & Asked) {
  const { invitation } = props;
  const act = useAct(props.revoke, () => {
    props.onClose();
    props.say(`The invitation of ${invitation.email} is withdrawn.`);
  });
  const title = `Withdraw the invitation of ${invitation.email}?`;
  const confirm = () => void act.run({ invitationId: invitation.id });
  return (
    <ConfirmModal
      visible
      title={title}
      act="Withdraw"
      pending={act.pending}
      failure={act.failure}
      onClose={props.onClose}
      onConfirm={confirm}
    >
      <Box>The link that was mailed stops working at once.</Box>
    </ConfirmModal>
  );
}
