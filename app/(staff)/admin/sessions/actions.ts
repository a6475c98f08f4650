"use server";

import { withOwnSession } from "#lib/request/guards/requester.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { EndSessionInput, endOwnSessions } from "#lib/sign-in/session-owner.ts";

export const endSession = staffAction("end-session", ["support", "operator", "admin"], EndSessionInput, ({ input }) =>
  withOwnSession((session) => endOwnSessions(session, input.which)),
);
