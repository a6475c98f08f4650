import { inTransaction } from "#db/in-transaction.ts";
import { staffAlertChoices } from "#db/queries/staff/alert-details.ts";
import { staffMembers } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { SEVERITIES } from "#kernel/alerts/severities.ts";
import type { NotificationsView } from "#lib/staff/shared/alert-view.ts";

/** About which severities this person gets emails, and how many of the staff do. */
export function findNotifications(actor: StaffActor): Promise<NotificationsView> {
  return inTransaction(
    actor,
    async (tx) => {
      const choices = await staffAlertChoices(tx);
      const self = (await staffMembers(tx)).find(({ userId }) => userId === actor.userId);
      return {
        email: self?.email ?? "",
        severities: SEVERITIES.map((severity, place) => {
          const chosen = choices.filter((choice) => choice.severity === place);
          return { severity, isChosen: chosen.some(({ userId }) => userId === actor.userId), people: chosen.length };
        }),
      };
    },
    { readOnly: true },
  );
}
