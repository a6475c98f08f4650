/** The time in milliseconds to wait for the check of the database roles. Without a database, /api/health must still answer. */
const ROLE_CHECK_TIMEOUT_MS = 1000;

/**
 * Next.js calls this once when the web process starts. Exits before the process serves requests if an environment variable is wrong, which the
 * message names, if it lacks a key with which role ARNs are encrypted or indexed, or if a database role has more rights than it needs.
 */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("#kernel/process/env.ts");
  const { openCheckedDatabase } = await import("#lib/audit/open-database.ts");
  const { isBehindHttpServer } = await import("#lib/request/http-server/behind-http-server.ts");
  const { watchResponses } = await import("#lib/request/streams/node-responses.ts");
  const { endStreamsOnSignals } = await import("#lib/request/streams/open-streams.ts");
  if (process.env.NODE_ENV === "production" && !isBehindHttpServer())
    throw new Error("The portal's limits for requests are missing. Start it with `sallyport web`, not with the framework's own server.");
  const { refuseWrongKeys } = await import("#lib/crypto/refuse-wrong-keys.ts");
  await openCheckedDatabase(webEnv().databaseUrls, ROLE_CHECK_TIMEOUT_MS);
  await refuseWrongKeys({ kind: "system", task: "cli" }, webEnv(), ROLE_CHECK_TIMEOUT_MS);
  watchResponses();
  endStreamsOnSignals();
}
