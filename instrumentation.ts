/** Runs once when the web process starts. A bad environment ends it here, with the names of what is wrong, before it serves. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("#lib/kernel/env.ts");
  const { openDatabase } = await import("#lib/audit/open-database.ts");
  const { namePeers } = await import("#lib/request/network-address.ts");
  const { putOnHeaders } = await import("#lib/request/security-headers.ts");
  const env = webEnv();
  namePeers();
  putOnHeaders(env.appUrl);
  openDatabase(env.databaseUrls);
}
