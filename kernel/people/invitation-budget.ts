import { type Failure, fail } from "#kernel/result.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";

const MINUTE = 60_000;

/**
 * The failure when no more invitations can be sent now: the limit that was reached, and the time of the next one, rounded up
 * to a minute. The limits are set in `db/functions/sending-invitations.sql`. `null` means that one can be sent again.
 */
export function invitationsSpent(budget: { readonly spent: "address" | "customer" | "person"; readonly freeAt: Date } | null): Failure {
  if (budget === null) return fail("limited", "The limit of invitations was reached, but you can send invitations again now. Try again.");
  const next = `You can send the next one at ${utcMoment(Math.ceil(budget.freeAt.getTime() / MINUTE) * MINUTE, "short")}.`;
  switch (budget.spent) {
    case "address": {
      const message = `This address was sent 5 invitations in the last 24 hours. ${next}`;
      return fail("limited", message, { fields: { email: message } });
    }
    case "customer":
      return fail("limited", `Your company has sent 100 invitations in the last 24 hours. ${next}`);
    case "person":
      return fail("limited", `You have sent 100 invitations in the last 24 hours. ${next}`);
  }
}
