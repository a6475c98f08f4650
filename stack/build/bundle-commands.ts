import { chmodSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";

/** The program of the bundle. The code is in `lib/`, so that `#kernel/release-folder.ts` finds this folder. */
const PROGRAM = '#!/usr/bin/env node\nimport "./lib/sallyport.js";\n';

/** Every file that decides what the bundle has, as folders and files below the root of the project. */
export const COMMAND_SOURCES = [
  "kernel",
  "lib",
  "db",
  "worker",
  "scripts/build",
  "scripts/cli",
  "scripts/shipped-packages.ts",
  "stack",
  "deploy/canary-account.json",
  "deploy/partner-account.json",
  "package.json",
  "package-lock.json",
];

/**
 * Bundles the command line with everything that it imports, packages included, and copies the files that it reads. The result runs with
 * Node.js alone.
 * @param folder keeps what else is in it
 * @throws Error if a module cannot be resolved
 */
export async function bundleCommands(folder: string, version: string): Promise<void> {
  for (const part of ["lib", "db", "deploy", "sallyport.js", "package.json"]) rmSync(join(folder, part), { recursive: true, force: true });
  await build({
    input: { sallyport: "scripts/cli/sallyport.ts" },
    platform: "node",
    // Optional packages that are not installed, or that only other platforms have.
    external: ["pg-native", "pg-cloudflare"],
    onLog(level, log, handle) {
      // Everything that cannot be resolved would fail only when it runs.
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      handle(level, log);
    },
    logLevel: "warn",
    output: {
      dir: join(folder, "lib"),
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "[name]-[hash].js",
    },
  });
  for (const part of ["migrations", "functions", "policies"])
    cpSync(join("db", part), join(folder, "db", part), { recursive: true, filter: (path) => !/\.ts$/.test(path) });
  // Only these: who deploys with compose has secrets in deploy/compose.
  for (const file of ["canary-account.json", "partner-account.json"]) cpSync(join("deploy", file), join(folder, "deploy", file));
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ name: "sallyport", version, type: "module", bin: "sallyport.js" }, null, 2)}\n`,
  );
  writeFileSync(join(folder, "sallyport.js"), PROGRAM);
  chmodSync(join(folder, "sallyport.js"), 0o755);
}
