import { existsSync } from "node:fs";
import { readWebEnv } from "#kernel/process/env.ts";
import { putHttpServerInFront } from "#lib/request/http-server/behind-http-server.ts";
import { say } from "#stack/say.ts";

/**
 * Starts the web process of a deployment, of the demo and of the tests: the existing build behind the portal's own HTTP server. Exits with 64
 * if the environment is wrong, with 1 if there is no build.
 */
let appUrl: string;
try {
  ({ appUrl } = readWebEnv(process.env));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(64);
}
const server = new URL("../.next/standalone/server.js", import.meta.url);
if (!existsSync(server)) {
  say("No build found. Run `npm run build` first.");
  process.exit(1);
}
putHttpServerInFront(appUrl);
await import(server.href);
