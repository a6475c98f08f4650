import { z } from "zod";
import { ROTATION_REASONS } from "./shared/rotation-view.ts";

/** A reason as it comes from outside: one of the closed list. */
export const RotationReason = z.enum(
  ROTATION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
