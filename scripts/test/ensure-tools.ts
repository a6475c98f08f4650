import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { findAwsCli } from "#sandbox/aws/protocol/testing/find-aws-cli.ts";
import { findChromium as systemChromium } from "#stack/browser/find-chromium.ts";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";

/** The browser for the tests: the system's Chromium, or else Playwright's. Undefined if there is none. */
function findChromium(): string | undefined {
  return systemChromium() ?? [chromium.executablePath()].find((path) => existsSync(path));
}

const QUIET = { DEBIAN_FRONTEND: "noninteractive" };

async function install(name: string): Promise<void> {
  await runProgram("apt-get", ["install", "-y", "--no-install-recommends", name], { env: QUIET });
}

/**
 * Installs the programs that the tests use (Chromium, the AWS CLI) where that is possible without a prompt.
 * @throws Error that says what to install
 */
export async function ensureTools(): Promise<void> {
  if (findChromium() && findAwsCli()) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing missing tools (browser, AWS CLI) from the system packages ...");
    await runProgram("apt-get", ["update"], { env: QUIET });
    if (!findAwsCli()) await install("awscli");
    for (const name of ["chromium-headless-shell", "chromium"]) if (!findChromium()) await install(name);
  }
  if (!findChromium()) await runProgram(join("node_modules", ".bin", "playwright"), ["install", "chromium"], { show: true });
  if (!findChromium()) throw new Error("The browser tests require Chromium. Install it, or set CHROMIUM_PATH.");
  if (!findAwsCli()) throw new Error("The sandbox tests require the AWS CLI version 2. Install it, or set AWS_CLI_PATH.");
}
