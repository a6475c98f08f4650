import { writeFileSync } from "node:fs";
import { runProgram } from "./run-program.ts";
import { say } from "./say.ts";

/**
 * The software bill of materials of what ships, as CycloneDX JSON, by npm itself and from the lock file: to the file given, or
 * to stdout. `npm run` names the npm that runs it, so that no other one of this machine answers.
 */
const [file, ...rest] = process.argv.slice(2);
if (rest.length > 0) {
  console.error("Usage: npm run sbom [-- FILE]");
  process.exit(64);
}
const args = ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"];
const npm = process.env["npm_execpath"];
const { code, output } = await (npm ? runProgram(process.execPath, [npm, ...args]) : runProgram("npm", args));
const begins = output.indexOf("{");
if (code !== 0 || begins < 0) {
  process.stderr.write(output);
  process.exit(1);
}
const bill: { components: readonly unknown[] } = JSON.parse(output.slice(begins));
const text = `${JSON.stringify(bill, null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else {
  writeFileSync(file, text);
  say(`${bill.components.length} components are in ${file}.`);
}
