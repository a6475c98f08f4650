import { existsSync } from "node:fs";
import { readWebEnv } from "#lib/kernel/env.ts";
import { say } from "./say.ts";

/** The web process of a deployment: the build at hand, with the environment as it is. It refuses to start on a bad one. */
try {
  readWebEnv(process.env);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(64);
}
const server = new URL("../.next/standalone/server.js", import.meta.url);
if (!existsSync(server)) {
  say("No build found. Run `npm run build` first.");
  process.exit(1);
}
await import(server.href);
