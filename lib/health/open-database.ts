import { configurePools } from "#db/pools.ts";
import type { WebEnv } from "#lib/kernel/env.ts";

/** Says where the web process's three database roles log in. @throws when a URL logs in as another role */
export function openDatabase({ app, staff, signin }: WebEnv["databaseUrls"]): void {
  configurePools({ app: app.reveal(), staff: staff.reveal(), signin: signin.reveal() });
}
