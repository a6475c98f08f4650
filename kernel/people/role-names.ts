import { z } from "zod";
import type { MemberRole, StaffRole } from "#kernel/actor.ts";

/** A member's role in a request. */
export const MemberRoleName: z.ZodType<MemberRole, string> = z.enum(["owner", "member"], "Choose Owner or Member.");

/** A staff role in a request. */
export const StaffRoleName: z.ZodType<StaffRole, string> = z.enum(["support", "operator", "admin"], "Choose Support, Operator, or Admin.");
