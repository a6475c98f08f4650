import { existsSync } from "node:fs";
import { join } from "node:path";
import { RELEASE_FOLDER } from "#kernel/release-folder.ts";
import { VERSION } from "#kernel/version.ts";
import { type Command, runCommand, UsageError } from "./command-line.ts";

interface Listed {
  readonly name: string;
  readonly summary: string;
  /** Loads the command only when it runs, so that `--help` and short commands start fast. */
  load(): Promise<{ readonly command: Command }>;
}

const COMMANDS: readonly Listed[] = [
  { name: "web", summary: "Run the web process", load: () => import("./web.ts") },
  { name: "worker", summary: "Run a worker", load: () => import("./worker.ts") },
  { name: "migrate", summary: "Create or update the database", load: () => import("./migrate.ts") },
  { name: "preflight", summary: "Check the environment, the database, AWS and every other service", load: () => import("./preflight.ts") },
  { name: "customers", summary: "Add a customer and print its invitation links", load: () => import("./customers.ts") },
  { name: "staff", summary: "Invite a person to the staff and print the invitation link", load: () => import("./staff.ts") },
  { name: "people", summary: "Erase a person's personal data", load: () => import("./people.ts") },
  { name: "audit verify", summary: "Check the hash chains of the audit log", load: () => import("./audit-verify.ts") },
  { name: "audit export", summary: "Write audit events to standard output as JSON lines", load: () => import("./audit-export.ts") },
  { name: "keys check", summary: "Check that no value of a rotated secret is missing", load: () => import("./keys-check.ts") },
  { name: "keys rotate", summary: "Re-encrypt and index stored role ARNs with the newest keys", load: () => import("./keys-rotate.ts") },
  { name: "template publish", summary: "Upload the CloudFormation template to S3", load: () => import("./template-publish.ts") },
  { name: "sbom", summary: "Print the software bill of materials (CycloneDX)", load: () => import("./sbom.ts") },
];

/** How the person started this program: with npm in a checkout, or as the program of the bundle. */
const PROGRAM = existsSync(join(RELEASE_FOLDER, "package-lock.json")) ? "npm run -s sallyport --" : "sallyport";

/** The commands whose name begins with these words, one line each. */
function overview(words: readonly string[]): string {
  const shown = COMMANDS.filter(({ name }) => words.every((word, n) => name.split(" ")[n] === word));
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    `Usage: ${PROGRAM} ${[...words, "COMMAND"].join(" ")}`,
    "",
    ...shown.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    `${PROGRAM} COMMAND --help shows how to use a command; ${PROGRAM} --version prints the version.`,
    "Exit status: 0 done, or all checks hold; 1 the command or a check failed; 64 bad usage; 78 bad environment.",
  ].join("\n");
}

/** Whether an argument asks for help. After `--` every argument is a value. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((word) => word === "--help" || word === "-h");
}

/** Finds the command that the arguments begin with, and runs it with the rest. @throws UsageError for an unknown or missing command */
async function dispatch(args: readonly string[]): Promise<void> {
  const found = COMMANDS.find(({ name }) => name.split(" ").every((word, n) => args[n] === word));
  if (found !== undefined) {
    const rest = args.slice(found.name.split(" ").length);
    const { command } = await found.load();
    const usage = `${PROGRAM} ${command.usage}`;
    if (asksForHelp(rest)) console.log(`${found.summary}.\nUsage: ${usage}`);
    else await runCommand(usage, command.run, rest);
    return;
  }
  const [first = ""] = args;
  const isGroup = COMMANDS.some(({ name }) => name.startsWith(`${first} `));
  const words = isGroup ? [first] : [];
  const unknown = args[words.length];
  if (unknown === "--version" && !isGroup) console.log(VERSION);
  else if (unknown === "--help" || unknown === "-h") console.log(overview(words));
  else if (unknown === undefined) throw new UsageError("Missing command.");
  else throw new UsageError(`Unknown command "${args.slice(0, words.length + 1).join(" ")}".`);
}

await runCommand(`${PROGRAM} COMMAND. Run ${PROGRAM} --help for the list of commands.`, dispatch);
