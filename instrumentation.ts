/** The time in milliseconds to wait for the check of the database roles. Without a database, /api/health must still answer. */
const ROLE_CHECK_TIMEOUT_MS = 1000;

/**
 * Next.js calls this once when the web process starts. Exits before the process serves requests if an environment variable is wrong, which the
 * message names, if it lacks a key with which role ARNs are encrypted or indexed, or if a database role has more rights than it needs. Exits later if the
 * migrations of this release are missing for too long.
 */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: set by Next.js
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("#kernel/process/env.ts");
  const { openCheckedDatabase } = await import("#lib/audit/open-database.ts");
  const { isBehindHttpServer } = await import("#lib/request/http-server/behind-http-server.ts");
  const { watchResponses } = await import("#lib/request/streams/node-responses.ts");
  const { endStreamsOnSignals } = await import("#lib/request/streams/open-streams.ts");
  // biome-ignore lint/style/noProcessEnv: Next.js replaces it by a constant
  if (process.env.NODE_ENV === "production" && !isBehindHttpServer())
    throw new Error("The portal's limits for requests are missing. Start it with `sallyport web`, not with the framework's own server.");
  const { awaitMigrations } = await import("#lib/health/await-migrations.ts");
  const { watchFromWeb } = await import("#lib/health/watch-alerts.ts");
  const { systemClock } = await import("#kernel/time/clock.ts");
  const { refuseWrongKeys } = await import("#lib/crypto/refuse-wrong-keys.ts");
  const checkKeys = () => refuseWrongKeys({ kind: "system", task: "cli" }, webEnv(), ROLE_CHECK_TIMEOUT_MS);
  await openCheckedDatabase(webEnv().databaseUrls, ROLE_CHECK_TIMEOUT_MS);
  await checkKeys();
  // Not awaited: until then the process serves /api/health/ready, which answers that migrations are missing. Without them, the keys could not be checked.
  void awaitMigrations({ role: "staff", seconds: webEnv().migrationsWaitSeconds, clock: systemClock }).then(async (complete) => {
    if (!complete) return;
    await checkKeys();
    await watchFromWeb(systemClock);
  });
  watchResponses();
  endStreamsOnSignals();
}
