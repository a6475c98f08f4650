import { z } from "zod";
import { SUSPENSION_REASONS } from "./shared/suspension-view.ts";

/** A reason as it comes from outside: one of the closed list. */
export const SuspensionReason = z.enum(
  SUSPENSION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
