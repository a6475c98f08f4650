import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { bundleCommands, COMMAND_SOURCES } from "./bundle-commands.ts";
import { hashSources } from "./hash-sources.ts";
import { mergeEqualChunks } from "./merge-equal-chunks.ts";

/** Everything that runs in production, and nothing else. */
const RELEASE = "dist";

/** The program that starts every process of the build. `npm run test:image` sets a script that runs it in the image. */
export const PROGRAM = process.env["SALLYPORT_PROGRAM"] ?? join(RELEASE, "sallyport.js");

const STAMP = join(RELEASE, "sources.sha256");

const WEB_SOURCES = [
  "app",
  "components",
  "kernel",
  "lib",
  "db",
  "public",
  "stack/build",
  "instrumentation.ts",
  "next.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/**
 * Builds everything that runs in production into `dist/`: the web process, and one program for the worker and the operator commands, with their
 * SQL, the bill of materials and the license notices. Does nothing if `dist/` was built from the same sources, or if SALLYPORT_PROGRAM names
 * another program.
 *
 * Two builds of one commit can serve the same browsers: everything that Next.js would choose at random comes from the sources.
 * @throws Error if a part cannot be built
 */
export async function buildRelease(): Promise<void> {
  if (process.env["SALLYPORT_PROGRAM"] !== undefined) return;
  const webHash = hashSources(WEB_SOURCES);
  const stamp = `${webHash}\n${hashSources(COMMAND_SOURCES)}\n`;
  const built = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  if (built === stamp) return;
  const began = performance.now();
  rmSync(STAMP, { force: true });
  if (!built.startsWith(webHash)) {
    say("Building the portal (about 30 seconds, needed only after a change) ...");
    await buildWeb(webHash);
  }
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  await bundleCommands(RELEASE, version);
  await run(process.execPath, ["scripts/cli/sallyport.ts", "sbom", join(RELEASE, "sbom.cdx.json")], {});
  await run(process.execPath, ["scripts/build/write-notices.ts", RELEASE], {});
  writeFileSync(STAMP, stamp);
  say(`Built in ${secondsSince(began)}.`);
}

async function buildWeb(sourceHash: string): Promise<void> {
  const web = join(RELEASE, "web");
  rmSync(join(".next", "standalone"), { recursive: true, force: true });
  // The cache of the compiler halves the time of later builds, but to write it costs a third of the first one, which is the only one of a
  // demo, an image or a test run. So the second build of a folder writes it.
  const isBuiltBefore = existsSync(join(".next", "BUILD_ID"));
  await run(join("node_modules", ".bin", "next"), ["build"], {
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
    SALLYPORT_BUILD_ID: sourceHash.slice(0, 20),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey(sourceHash),
    ...(isBuiltBefore && { SALLYPORT_BUILD_CACHE: "1" }),
  });
  mkdirSync(RELEASE, { recursive: true });
  rmSync(web, { recursive: true, force: true });
  cpSync(join(".next", "static"), join(".next", "standalone", ".next", "static"), { recursive: true });
  if (existsSync("public")) cpSync("public", join(".next", "standalone", "public"), { recursive: true });
  const server = join(".next", "standalone", ".next", "server");
  // Nothing reads them: the server's source maps have no sources, and the lists of files were for this folder.
  for (const file of globSync("**/*.{map,nft.json}", { cwd: server })) rmSync(join(server, file));
  mergeEqualChunks(server);
  renameSync(join(".next", "standalone"), web);
}

/**
 * The key with which Next.js encrypts the variables that an action inside a component captures. The portal has no such action
 * (`module-actions.test.ts`), so the key protects nothing and need not be secret. The IDs of the actions depend on it.
 */
function actionsKey(sourceHash: string): string {
  return createHash("sha256").update(`actions ${sourceHash}`).digest("base64");
}

async function run(command: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const { code, output } = await runProgram(command, args, { env });
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`${command} ${args[0]} failed`);
}
