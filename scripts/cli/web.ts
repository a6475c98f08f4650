import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { webEnv } from "#kernel/process/env.ts";
import { RELEASE_FOLDER } from "#kernel/release-folder.ts";
import { putHttpServerInFront } from "#lib/request/http-server/behind-http-server.ts";
import { type Command, CommandFailed, outliveReaderOfOutput, readArguments } from "./command-line.ts";

/**
 * The size of V8's young generation in MB. With the small default, the data of fifty concurrent readers outlives it, and V8 copies that data
 * to the old generation each time.
 */
const YOUNG_GENERATION = "--max-semi-space-size=32";

/** Milliseconds in which requests, streams and downloads can end after the delay. A verification that is cut is repeated by a worker. */
const COMPLETE_MS = 10_000;

/** Runs the web process of the build, behind the portal's own HTTP server, until it receives SIGTERM. */
export const command: Command = {
  usage: "web",
  async run(args) {
    readArguments(args, {});
    const { appUrl, stopDelaySeconds } = webEnv();
    const server = ["web", "dist/web"].map((folder) => join(RELEASE_FOLDER, folder, "server.js")).find((file) => existsSync(file));
    if (server === undefined) throw new CommandFailed("No build found. Run `npm run build` first.");
    withLargeYoungGeneration();
    outliveReaderOfOutput();
    const leadMs = stopDelaySeconds * 1000;
    putHttpServerInFront(appUrl, { leadMs, limitMs: leadMs + COMPLETE_MS });
    await import(pathToFileURL(server).href);
  },
};

/**
 * Replaces this process by one with the option, since V8 reads it only when it starts. The process keeps its ID, so signals and its parent need
 * nothing. Does nothing where the option is set already, or on systems that cannot replace a process (Windows).
 */
function withLargeYoungGeneration(): void {
  // biome-ignore lint/style/noProcessEnv: an option of Node.js, not of the portal
  const options = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  if (options.includes("--max-semi-space-size") || process.platform === "win32" || process.execve === undefined) return;
  const quiet = "--disable-warning=ExperimentalWarning";
  // biome-ignore lint/style/noProcessEnv: passed on unchanged
  process.execve(process.execPath, [process.execPath, ...process.execArgv, quiet, YOUNG_GENERATION, ...process.argv.slice(1)], process.env);
}
