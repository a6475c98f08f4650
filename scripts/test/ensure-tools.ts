import { existsSync } from "node:fs";
import { join } from "node:path";
import { findAwsCli } from "@sallyport/aws-sandbox/testing";
import { chromium } from "playwright";
import { findChromium, HEADLESS_SHELL } from "#stack/browser/find-chromium.ts";
import { findFirefox } from "#stack/browser/find-firefox.ts";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";

/** The browser for the tests: the system's Chromium, or else Playwright's. Undefined if there is none. */
export function findBrowser(): string | undefined {
  return findChromium() ?? [chromium.executablePath()].find((path) => existsSync(path));
}

const QUIET = { DEBIAN_FRONTEND: "noninteractive" };

/** Installs a Debian package, after `apt-get update` if it is not found. Whether that worked, the caller sees by the program. */
async function install(name: string): Promise<void> {
  const args = ["install", "-y", "--no-install-recommends", name];
  const { code } = await runProgram("apt-get", args, { env: QUIET });
  if (code === 0) return;
  await runProgram("apt-get", ["update"], { env: QUIET });
  await runProgram("apt-get", args, { env: QUIET });
}

/** The Debian packages to install. The headless shell needs two fifths of the processor time of the complete Chromium. */
function missingPackages(): readonly string[] {
  const prefersShell = !process.env["CHROMIUM_PATH"] && !existsSync(HEADLESS_SHELL);
  return [
    ...(findAwsCli() ? [] : ["awscli"]),
    ...(prefersShell ? ["chromium-headless-shell"] : []),
    ...(findFirefox() ? [] : ["firefox-esr"]),
  ];
}

/** Installs Debian packages where that is possible without a prompt: as root, with apt-get. */
export async function installPackages(names: readonly string[]): Promise<void> {
  if (names.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  say(`Installing ${names.join(" and ")} from the system packages ...`);
  for (const name of names) await install(name);
}

/**
 * Installs the programs that the tests use (Chromium, Firefox, the AWS CLI) where that is possible without a prompt. Without Firefox the other
 * browser tests run.
 * @throws Error that says what to install
 */
export async function ensureTools(): Promise<void> {
  const packages = missingPackages();
  if (packages.length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await installPackages(packages);
    if (!findBrowser()) await install("chromium");
  }
  if (!findBrowser()) await runProgram(join("node_modules", ".bin", "playwright"), ["install", "chromium"], { show: true });
  if (!findBrowser()) throw new Error("The browser tests require Chromium. Install it, or set CHROMIUM_PATH.");
  if (!findFirefox()) say("No Firefox found, so its browser test is left out. Install firefox-esr, or set FIREFOX_PATH.");
  if (!findAwsCli()) throw new Error("The sandbox tests require the AWS CLI version 2. Install it, or set AWS_CLI_PATH.");
}
