"use server";

import { staffAction } from "#lib/request/guards/staff-action.ts";
import { withOwnSession } from "#lib/request/guards/with-own-session.ts";
import { EndSessionInput, endOwnSessions } from "#lib/sign-in/session-owner.ts";

export const endSession = staffAction("end-session", ["support", "operator", "admin"], EndSessionInput, ({ input }) =>
  withOwnSession((session) => endOwnSessions(session, input.which)),
);
