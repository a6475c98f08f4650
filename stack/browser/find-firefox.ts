import { existsSync } from "node:fs";

/** Debian's Firefox. The file `firefox` of other systems may be a wrapper that only installs another one. */
const FIREFOX_ESR = "/usr/bin/firefox-esr";

/** The path of the Firefox of FIREFOX_PATH or of Debian. Undefined if there is none; then the tests with Firefox are left out. */
export function findFirefox(): string | undefined {
  const fromEnvironment = process.env["FIREFOX_PATH"];
  return [...(fromEnvironment ? [fromEnvironment] : []), FIREFOX_ESR].find((path) => existsSync(path));
}
