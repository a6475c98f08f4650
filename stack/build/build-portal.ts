import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { hashSources } from "./hash-sources.ts";

const STAMP = ".next/sallyport-built";
const SOURCES = [
  "app",
  "components",
  "kernel",
  "lib",
  "db",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "tsconfig.json",
  "package-lock.json",
];

/** Builds the portal, unless the existing build has the same sources. @throws Error if `next build` fails */
export async function buildPortal(): Promise<void> {
  const hash = hashSources(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  say("Building the portal (about 30 seconds, needed only after a change) ...");
  const began = performance.now();
  rmSync(STAMP, { force: true });
  rmSync(".next/standalone", { recursive: true, force: true });
  const build = await runProgram(join("node_modules", ".bin", "next"), ["build"], {
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (build.code !== 0) {
    process.stderr.write(build.output);
    throw new Error("next build failed");
  }
  cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
  if (existsSync("public")) cpSync("public", ".next/standalone/public", { recursive: true });
  mkdirSync(".next", { recursive: true });
  writeFileSync(STAMP, hash);
  say(`Built in ${secondsSince(began)}.`);
}
