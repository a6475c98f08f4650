import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A POSIX shell in a customer's account. Its `aws` is the real AWS CLI with the sandbox as its endpoint. */
export interface AwsShell {
  /** Runs what a person would paste. @throws with the printed error when it fails */
  run(commands: string): Promise<string>;
  close(): void;
}

export function openAwsShell(endpoint: string, region: string): AwsShell {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-aws-"));
  const aws = join(folder, "aws");
  writeFileSync(aws, `#!/bin/sh\nexec "${realCli()}" --endpoint-url "${endpoint}" "$@"\n`);
  chmodSync(aws, 0o755);
  const env = {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: "/nonexistent",
    AWS_ACCESS_KEY_ID: "AKIASANDBOXACME00001",
    AWS_SECRET_ACCESS_KEY: "sandbox-acme-secret",
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
    LC_ALL: "C.UTF-8",
  };
  return {
    run: (commands) =>
      new Promise((resolve, reject) => {
        execFile("/bin/sh", ["-c", commands], { env }, (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(stderr || error.message)),
        );
      }),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** AWS_CLI_PATH, otherwise the system's, otherwise the first on PATH. @throws when there is none, because the test needs it */
function realCli(): string {
  const own = process.env["AWS_CLI_PATH"];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "aws"));
  const found = [...(own ? [own] : []), "/usr/bin/aws", ...onPath].find((path) => existsSync(path));
  if (found === undefined) throw new Error("The AWS CLI is missing: install it, or set AWS_CLI_PATH.");
  return found;
}
