import { readFileSync } from "node:fs";

/** The variables that a part of the running product was started with: `web`, or the partner's commands. */
export function partEnvironment(part: "command" | "web"): Record<string, string> {
  const data = process.env["E2E_DATA"] ?? ".data";
  const lines = readFileSync(`${data}/${part}.env`, "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
