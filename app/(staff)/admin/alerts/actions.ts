"use server";

import { z } from "zod";
import { SEVERITIES } from "#kernel/alerts/severities.ts";
import { PAGE_SIZE } from "#lib/lists/cursor.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import {
  acknowledgeAlert as acknowledge,
  acknowledgeAlerts as acknowledgeAll,
  chooseAlertMails as choose,
  resolveAlert as resolve,
  snoozeAlert as snooze,
} from "#lib/staff/alerts/alert-acts.ts";
import { LONGEST_NOTE, SNOOZE_HOURS } from "#lib/staff/shared/alert-view.ts";

/** The alert and the version of it that the person saw. */
const Seen = z.strictObject({ alertId: z.uuid().toLowerCase(), version: z.int().min(1).max(1_000_000_000) });
const Note = z
  .string()
  .trim()
  .min(1, "Enter a note: who confirmed what, and when.")
  .max(LONGEST_NOTE, `Use at most ${LONGEST_NOTE.toLocaleString("en")} characters.`)
  // Postgres has no text with a NUL character.
  .refine((text) => !text.includes("\0"), "Remove the characters that can’t be displayed.");

export const acknowledgeAlert = staffAction("acknowledge-alert", ["support", "operator", "admin"], Seen, ({ actor, input }) =>
  acknowledge(actor, input),
);

export const acknowledgeAlerts = staffAction(
  "acknowledge-alerts",
  ["support", "operator", "admin"],
  z.strictObject({ alerts: z.array(Seen).min(1).max(PAGE_SIZE) }),
  ({ actor, input }) => acknowledgeAll(actor, input.alerts),
);

export const snoozeAlert = staffAction(
  "snooze-alert",
  ["operator", "admin"],
  Seen.extend({ hours: z.literal([0, ...SNOOZE_HOURS]) }),
  ({ actor, input }) => snooze(actor, input),
);

export const resolveAlert = staffAction("resolve-alert", ["operator", "admin"], Seen.extend({ note: Note }), ({ actor, input }) =>
  resolve(actor, input),
);

export const chooseAlertMails = staffAction(
  "choose-alert-mails",
  ["support", "operator", "admin"],
  z.strictObject({ severities: z.array(z.enum(SEVERITIES)).max(SEVERITIES.length) }),
  ({ actor, input }) => choose(actor, input.severities),
);
