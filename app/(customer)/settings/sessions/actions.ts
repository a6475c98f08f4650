"use server";

import { customerAction } from "#lib/request/guards/customer-action.ts";
import { withOwnSession } from "#lib/request/guards/requester.ts";
import { EndSessionInput, endOwnSessions } from "#lib/sign-in/session-owner.ts";

export const endSession = customerAction(
  EndSessionInput,
  ({ input }) => withOwnSession((session) => endOwnSessions(session, input.which)),
  { evenSuspended: true },
);
