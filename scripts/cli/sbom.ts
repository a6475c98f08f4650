import { writeFileSync } from "node:fs";
import { shippedPackages } from "#scripts/shipped-packages.ts";
import { runProgram } from "#stack/run-program.ts";
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

/** Writes the software bill of materials of the shipped packages to a file or to standard output. npm makes it from the lock file. */
export const command: Command = {
  usage: "sbom [FILE]",
  async run(args) {
    const [file] = readArguments(args, { positionals: 1 }).positionals;
    const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
    // The npm that runs this script, if there is one: another npm on PATH could be older.
    const npm = process.env["npm_execpath"];
    const { code, output } = await (npm ? runProgram(process.execPath, [npm, ...words]) : runProgram("npm", words));
    const start = output.indexOf("{");
    if (code !== 0 || start < 0) throw new CommandFailed(output.trim());
    const bill = onlyShipped(JSON.parse(output.slice(start)));
    const text = `${JSON.stringify(bill, null, 2)}\n`;
    if (file === undefined) {
      exitWhenReaderCloses();
      process.stdout.write(text);
      return;
    }
    writeFileSync(file, text);
    say(`Wrote ${bill.components.length} components to ${file}.`);
  },
};
