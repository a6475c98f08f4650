import { writeFileSync } from "node:fs";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";

interface Bill {
  readonly components: readonly { readonly "bom-ref": string; readonly properties: readonly { readonly name: string }[] }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** npm's own `--omit dev` leaves out every package that one of development names too, zod and nodemailer among them. */
function withoutDevelopment(bill: Bill): Bill {
  const isDevelopment = ({ properties }: Bill["components"][number]) =>
    properties.some(({ name }) => name === "cdx:npm:package:development");
  const gone = new Set(bill.components.filter(isDevelopment).map((component) => component["bom-ref"]));
  return {
    ...bill,
    components: bill.components.filter((component) => !gone.has(component["bom-ref"])),
    dependencies: bill.dependencies
      .filter(({ ref }) => !gone.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !gone.has(one)) })),
  };
}

/**
 * The software bill of materials of what ships, as CycloneDX JSON, by npm itself and from the lock file: to the file given, or
 * to stdout. `npm run` names the npm that runs it, so that no other one of this machine answers.
 */
const [file, ...rest] = process.argv.slice(2);
if (rest.length > 0) {
  console.error("Usage: npm run sbom [-- FILE]");
  process.exit(64);
}
const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
const npm = process.env["npm_execpath"];
const { code, output } = await (npm ? runProgram(process.execPath, [npm, ...args]) : runProgram("npm", args));
const begins = output.indexOf("{");
if (code !== 0 || begins < 0) {
  process.stderr.write(output);
  process.exit(1);
}
const bill = withoutDevelopment(JSON.parse(output.slice(begins)));
const text = `${JSON.stringify(bill, null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else {
  writeFileSync(file, text);
  say(`Wrote ${bill.components.length} components to ${file}.`);
}
