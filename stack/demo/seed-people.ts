import { existsSync, writeFileSync } from "node:fs";
import { runProgram } from "#stack/run-program.ts";
import { followInvitation } from "#stack/visitor/sign-in-over-http.ts";

/** The demo's customers and staff (08-contract), by the arguments of the commands that a partner uses. */
const COMMANDS: readonly (readonly [script: string, ...args: string[]])[] = [
  ["scripts/cli/customers.ts", "add", "Acme", "owner@acme.example", "member@acme.example"],
  ["scripts/cli/customers.ts", "add", "Globex", "owner@globex.example"],
  ["scripts/cli/staff.ts", "add", "admin@partner.example", "admin"],
  ["scripts/cli/staff.ts", "add", "operator@partner.example", "operator"],
  ["scripts/cli/staff.ts", "add", "support@partner.example", "support"],
];

/**
 * Founds the demo's customers and staff through the partner's own commands and follows the links that these print, so
 * that everybody is enrolled. `doneFile` remembers it: a second start finds it and does nothing.
 */
export async function seedPeople(appUrl: string, env: Record<string, string>, doneFile: string): Promise<void> {
  if (existsSync(doneFile)) return;
  for (const [script, ...args] of COMMANDS) {
    const { code, output } = await runProgram(process.execPath, [script, ...args], { env });
    if (code !== 0) throw new Error(`${script} ${args.join(" ")} failed:\n${output}`);
    for (const [, email = "", link = ""] of output.matchAll(/^(\S+@\S+)\s+(https?:\S+)$/gm)) await followInvitation(appUrl, link, email);
  }
  writeFileSync(doneFile, `${new Date().toISOString()}\n`);
}
