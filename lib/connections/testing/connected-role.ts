import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { cancelRotation, startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { verifyPending } from "#lib/connections/rotation/verify-pending.ts";
import { ACME, accepted, correctTrust, type Draft, endOf, newRole, type Portal, type RoleMaker, trust } from "./portal.ts";
import type { PortalWithFakeClock } from "./portal-with-fake-clock.ts";

/** A connected role whose External ID a test rotates. */
export type ConnectedRole = Awaited<ReturnType<typeof connectedRole>>;

/** The part of the sandbox's IAM with which a customer changes a role. */
interface RoleKeeper extends RoleMaker {
  updateAssumeRolePolicy(accountId: string, roleName: string, policy: string): void;
}

export async function connectedRole(portal: PortalWithFakeClock, sandbox: { readonly state: { readonly iam: RoleKeeper } }) {
  const actor = await portal.newOwner();
  const draft = await portal.newDraft(actor);
  const { connectionId } = draft;
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
  const start = () => startRotation(actor, { customerId: actor.customerId, connectionId });
  const trusts = (policy: string) => sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, policy);
  const verifyPendingId = async () => endOf(await verifyPending(actor, portal.context, connectionId));
  const ids = () => idsOf(portal, draft);
  const started = async () => {
    accepted(await start());
    return (await ids()).at(-1)?.value ?? "";
  };
  return {
    actor,
    draft,
    roleArn: arn,
    start,
    trusts,
    verifyPendingId,
    cancel: () => cancelRotation(actor, connectionId),
    recheck: async () => endOf(await recheckConnection(actor, portal.context, connectionId)),
    row: () => portal.row(connectionId),
    /** The states of its External IDs, oldest first. */
    states: async () => (await ids()).map(({ state }) => state),
    /** Starts a rotation; returns the new ID. */
    started,
    /** Starts a rotation and switches to the new ID while the role accepts both; returns the new ID. */
    async switched() {
      const fresh = await started();
      trusts(acceptsBoth(draft, fresh));
      await verifyPendingId();
      return fresh;
    },
    workerTurn: () => portal.workerTurn(connectionId),
  };
}

export const acceptsBoth = (draft: Draft, fresh: string): string =>
  trust({ StringEquals: { "sts:ExternalId": [draft.externalId, fresh] } });

async function idsOf(portal: Portal, { connectionId }: Draft): Promise<readonly { readonly state: string; readonly value: string }[]> {
  const text = "select state, value from external_ids where connection_id = $1 order by created_at, id";
  return (await portal.db.pool("owner").query<{ state: string; value: string }>(text, [connectionId])).rows;
}
