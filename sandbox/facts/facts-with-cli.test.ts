import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findAwsCli } from "#sandbox/aws/protocol/testing/find-aws-cli.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";
import { factFiles } from "./testing/all-facts.ts";
import { expandParameters } from "./testing/expand-parameters.ts";
import type { Fact, FactCall } from "./testing/fact.ts";
import { keysOf, setUp } from "./testing/make-call.ts";
import { FACT_REGION } from "./testing/names.ts";

const { sandbox, control } = useSandbox();
const cli = findAwsCli() ?? "";
if (cli === "")
  throw new Error("These tests need the AWS CLI, version 2: install it (Debian: apt-get install awscli) or set AWS_CLI_PATH.");
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "facts-"));
const config = join(folder, "config");

/** Of each file, one in so many of the refused calls with a whole message. The CLI takes about a second for each. */
const ONE_IN = 30;

beforeAll(() => writeFileSync(config, "[default]\nparameter_validation = false\n"));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = factFiles.flatMap(({ name, file }) =>
  file.facts
    .filter(({ answer, call }) => answer.message !== undefined && /^(?:iam|logs|sts):(?!StartLiveTail)/.test(call[0]))
    .filter((_, i) => i % ONE_IN === 0)
    .map((fact) => ({ name, file, fact, title: fact.title })),
);

test.each(sample)("the AWS CLI: $name: $title", async ({ file, fact }) => {
  await control("POST", "reset");
  const context = await setUp(sandbox().url, file, fact);
  const { code, message } = expandParameters(fact.answer, context) as Fact["answer"];
  const [, operation = ""] = fact.call[0].split(":");
  const printed = await errorOf(fact.call, context);
  // The CLI can add the number of retries to the name of the operation.
  expect(printed.replace(/ \(reached max retries: \d+\)/, "")).toBe(
    `An error occurred (${code}) when calling the ${operation} operation: ${message}`,
  );
});

/** What the CLI prints for a call, which it makes without checking the parameters itself. */
async function errorOf([operation, parameters, as]: FactCall, context: Parameters<typeof keysOf>[1]): Promise<string> {
  const [service = "", name = ""] = operation.split(":");
  const keys = keysOf(as, context);
  const env = {
    ...process.env,
    HOME: folder,
    AWS_CONFIG_FILE: config,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken ?? "",
    AWS_DEFAULT_REGION: FACT_REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
  };
  const input = join(folder, "input.json");
  writeFileSync(input, JSON.stringify(expandParameters(parameters, context)));
  const command = name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
  const args = [service, command, "--cli-input-json", `file://${input}`, "--endpoint-url", sandbox().url, "--no-paginate"];
  return run(cli, args, { env, cwd: folder }).then(
    () => "accepted",
    (error: { stderr: string }) => error.stderr.trim().replace(/^aws: \[ERROR\]: /, ""),
  );
}
