/** How long the start waits for the database to say what its roles may do: without one, /api/health must still answer. */
const PATIENCE_MS = 1000;

/**
 * Runs once when the web process starts. A bad environment ends it here, with the names of what is wrong, before it serves; so does
 * a role of the database that may do more than it must.
 */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("#lib/kernel/env.ts");
  const { openCheckedDatabase } = await import("#lib/audit/open-database.ts");
  const { refuseToServe, warnOperator } = await import("#lib/request/log-unexpected.ts");
  const { namePeers } = await import("#lib/request/network-address.ts");
  const { putOnHeaders } = await import("#lib/request/security-headers.ts");
  const env = webEnv();
  namePeers();
  putOnHeaders(env.appUrl);
  await openCheckedDatabase(env.databaseUrls, { refuse: refuseToServe, warn: warnOperator }, PATIENCE_MS);
}
