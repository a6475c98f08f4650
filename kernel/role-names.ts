import { z } from "zod";
import type { MemberRole, StaffRole } from "./actor.ts";

/** A member's role as it comes from outside. */
export const MemberRoleName: z.ZodType<MemberRole, string> = z.enum(["owner", "member"], "Choose Owner or Member.");

/** A staff role as it comes from outside. */
export const StaffRoleName: z.ZodType<StaffRole, string> = z.enum(["support", "operator", "admin"], "Choose Support, Operator, or Admin.");
