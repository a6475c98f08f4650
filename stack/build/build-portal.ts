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

/** Builds the portal unless the build at hand is of exactly these sources. @throws when `next build` fails */
export async function buildPortal(): Promise<void> {
  const wanted = hashSources(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  say("Building the portal (about 30 seconds, only after a change) ...");
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
  writeFileSync(STAMP, wanted);
  say(`Built in ${secondsSince(began)}.`);
}
