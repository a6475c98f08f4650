import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { RELEASE_FOLDER } from "#kernel/release-folder.ts";
import { shippedPackages } from "#scripts/shipped-packages.ts";
import { say } from "#stack/say.ts";
import { type Command, CommandFailed, exitWhenReaderCloses, readArguments } from "./command-line.ts";

interface Bill {
  readonly components: readonly { readonly "bom-ref": string; readonly name: string; readonly version: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** npm's own `--omit dev` also leaves out shipped packages that a development package depends on, and keeps the sandbox's packages. */
function onlyShipped(bill: Bill): Bill {
  const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`));
  const removed = new Set(
    bill.components.filter(({ name, version }) => !shipped.has(`${name}@${version}`)).map((component) => component["bom-ref"]),
  );
  return {
    ...bill,
    components: bill.components.filter((component) => !removed.has(component["bom-ref"])),
    dependencies: bill.dependencies
      .filter(({ ref }) => !removed.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !removed.has(one)) })),
  };
}

/** A release contains its bill of materials, since it runs without npm and without the lock file. */
const BUILT = join(RELEASE_FOLDER, "sbom.cdx.json");

/** Writes the software bill of materials of the shipped packages to a file or to standard output. */
export const command: Command = {
  usage: "sbom [FILE]",
  async run(args) {
    const [file] = readArguments(args, { positionals: 1 }).positionals;
    const text = existsSync(BUILT) ? readFileSync(BUILT, "utf8") : await makeBill();
    if (file === undefined) {
      exitWhenReaderCloses();
      process.stdout.write(text);
      return;
    }
    writeFileSync(file, text);
    say(`Wrote ${(JSON.parse(text) as Bill).components.length} components to ${file}.`);
  },
};

/** npm makes it from the lock file. @throws CommandFailed with the output of npm */
async function makeBill(): Promise<string> {
  const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  // The npm that runs this script, if there is one: another npm on PATH could be older.
  // biome-ignore lint/style/noProcessEnv: set by npm
  const npm = process.env["npm_execpath"];
  // Only standard output: npm writes notices and warnings to standard error, also when it succeeds.
  const [program, args] = npm ? [process.execPath, [npm, ...words]] : ["npm", words];
  const output = await promisify(execFile)(program, args, { maxBuffer: 64 * 1024 * 1024 }).catch((error: Error) => {
    throw new CommandFailed(`npm 10.2 or later is needed to list what ships. ${error.message.trim()}`);
  });
  return `${JSON.stringify(onlyShipped(JSON.parse(output.stdout)), null, 2)}\n`;
}
