#!/usr/bin/env node
// Starts the sandbox on a Node.js that can run TypeScript. Plain JavaScript, because it starts under whatever Node.js the person has.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as module from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));

const HELP = `Usage: aws-sandbox [--port PORT] [--smtp-port PORT] [--region REGION] [--data FILE] [--app-url URL]

Starts an AWS stand-in, an OpenID Connect provider and a mailbox on the loopback interface.

  --port PORT       HTTP port of all endpoints; 4566 by default, 0 for any free port   SANDBOX_PORT
  --smtp-port PORT  SMTP port of the mailbox; the next port by default                 SANDBOX_SMTP_PORT
  --region REGION   Region of the seeded log groups; eu-central-1 by default           AWS_REGION
  --data FILE       stores roles, stacks, objects and ingested logs in this file       SANDBOX_DATA
  --app-url URL     application that uses the identity provider;                       APP_URL
                    http://localhost:3000 by default
  --help            prints this text

The environment variables in the last column do the same. README.md lists the endpoints.
`;

const OPTIONS = new Map([
  ["--port", "SANDBOX_PORT"],
  ["--smtp-port", "SANDBOX_SMTP_PORT"],
  ["--region", "AWS_REGION"],
  ["--data", "SANDBOX_DATA"],
  ["--app-url", "APP_URL"],
]);

/** @param {string} message @returns {never} */
function failUsage(message) {
  process.stderr.write(`aws-sandbox: ${message}\nRun aws-sandbox --help for the options.\n`);
  process.exit(64);
}

/** Options become environment variables, which main.ts reads. */
function readOptions() {
  const words = process.argv.slice(2);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--help" || word === "-h") {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const [name = "", joined] = word.split(/=(.*)/s);
    const variable = OPTIONS.get(name);
    if (variable === undefined) failUsage(`unknown option ${word}`);
    const value = joined ?? words.shift();
    if (value === undefined || value === "") failUsage(`${name} needs a value`);
    if (name.endsWith("port") && !(/^\d{1,5}$/.test(value) && Number(value) <= 65_535)) failUsage(`${name} must be from 0 to 65535`);
    process.env[variable] = value;
  }
}

/** The Node.js of the optional package node-PLATFORM-ARCH, which is installed where the registry has one. */
function packagedNode() {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
    if (existsSync(path)) return path;
    if (at === dirname(at)) return undefined;
  }
}

/** Node.js does not remove types below node_modules, where this package is when it is installed as a dependency. */
function removeTypesBelowNodeModules() {
  if (!folder.split(sep).includes("node_modules")) return;
  const own = pathToFileURL(folder + sep).href;
  module.registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith(own) || !url.endsWith(".ts") || url.slice(own.length).startsWith("node_modules/")) return nextLoad(url, context);
      const { source } = nextLoad(url, { ...context, format: "module" });
      return { format: "module", shortCircuit: true, source: module.stripTypeScriptTypes(String(source)) };
    },
  });
}

readOptions();
if (process.features.typescript && module.registerHooks !== undefined) {
  removeTypesBelowNodeModules();
  await import(pathToFileURL(join(folder, "main.ts")).href);
} else {
  const node = packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `aws-sandbox: Node.js ${process.versions.node} cannot run TypeScript, and no package node-${process.platform}-${process.arch} is installed. ` +
        "Install Node.js 22.18 or a later release of line 22, or 24 or later, and start aws-sandbox with it.\n",
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
}
