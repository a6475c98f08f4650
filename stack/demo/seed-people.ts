import { existsSync, writeFileSync } from "node:fs";
import { PROGRAM } from "#stack/build/build-release.ts";
import { runProgram } from "#stack/run-program.ts";
import { followInvitation } from "#stack/visitor/sign-in-over-http.ts";

/** The demo's customers and staff, as arguments of the `sallyport` command. */
const COMMANDS: readonly (readonly string[])[] = [
  ["customers", "add", "Acme", "owner@acme.example", "member@acme.example"],
  ["customers", "add", "Globex", "owner@globex.example"],
  ["staff", "add", "admin@partner.example", "admin"],
  ["staff", "add", "operator@partner.example", "operator"],
  ["staff", "add", "support@partner.example", "support"],
];

/**
 * Creates the demo's customers and staff with the operator commands, and follows the invitation links that those print, so that everybody
 * is enrolled. Writes `doneFile` at the end; if that file exists, does nothing.
 */
export async function seedPeople(appUrl: string, env: Record<string, string>, doneFile: string, program = PROGRAM): Promise<void> {
  if (existsSync(doneFile)) return;
  for (const args of COMMANDS) await addPeople(appUrl, env, args, program);
  writeFileSync(doneFile, `${new Date().toISOString()}\n`);
}

/** Runs a command that invites people, and follows the links that it prints. @throws Error with the output of the command if it fails */
export async function addPeople(appUrl: string, env: Record<string, string>, args: readonly string[], program = PROGRAM): Promise<void> {
  const { code, output } = await runProgram(process.execPath, [program, ...args], { env });
  if (code !== 0) throw new Error(`sallyport ${args.join(" ")} failed:\n${output}`);
  for (const [, email = "", link = ""] of output.matchAll(/^(\S+@\S+)\s+(https?:\S+)$/gm)) await followInvitation(appUrl, link, email);
}
