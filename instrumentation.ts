/** How long the start waits for the database to say what its roles may do: without one, /api/health must still answer. */
const PATIENCE_MS = 1000;

/**
 * Runs once when the web process starts. A bad environment ends it here, with the names of what is wrong, before it serves; so does
 * a role of the database that may do more than it must.
 */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("#kernel/env.ts");
  const { openCheckedDatabase } = await import("#lib/audit/open-database.ts");
  const { isBehindHttpServer } = await import("#lib/request/http-server/behind-http-server.ts");
  const { refuseToServe, warnOperator } = await import("#lib/request/pages/log-unexpected.ts");
  const { watchResponses } = await import("#lib/request/streams/node-responses.ts");
  const { endStreamsOnSignals } = await import("#lib/request/streams/open-streams.ts");
  if (process.env.NODE_ENV === "production" && !isBehindHttpServer())
    throw new Error("The portal's limits for requests are missing. Start it with `npm start`, not with the framework's own server.");
  await openCheckedDatabase(webEnv().databaseUrls, { refuse: refuseToServe, warn: warnOperator }, PATIENCE_MS);
  watchResponses();
  endStreamsOnSignals();
}
