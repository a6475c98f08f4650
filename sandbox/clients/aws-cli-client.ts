import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Answer, ClientOf } from "./scenario.ts";

/** The AWS CLI of this machine, of any version: AWS_CLI_PATH, /usr/bin/aws, or the first one in PATH. */
export function installedAwsCli(): string | undefined {
  const own = process.env["AWS_CLI_PATH"];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "aws"));
  return [...(own ? [own] : []), "/usr/bin/aws", ...onPath].find((path) => existsSync(path));
}

const kebab = (name: string) => name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();

/** Calls with `aws SERVICE OPERATION --cli-input-json`. */
export const awsCliClient =
  (cli: string): ClientOf =>
  (sandbox) => ({
    call: (keys, service, operation, parameters) => {
      const args = [service, kebab(operation), "--cli-input-json", JSON.stringify(parameters)];
      const env = {
        ...process.env,
        HOME: "/nonexistent",
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
        AWS_DEFAULT_REGION: "eu-central-1",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_PAGER: "",
        AWS_MAX_ATTEMPTS: "1",
      };
      return new Promise<Answer>((resolve, reject) => {
        execFile(cli, [...args, "--endpoint-url", sandbox.url, "--output", "json"], { env }, (error, stdout, stderr) => {
          if (error === null) return resolve({ kind: "ok", value: stdout.trim() === "" ? {} : JSON.parse(stdout) });
          const code = /An error occurred \((\w+)\)/.exec(stderr)?.[1];
          if (code === undefined) reject(new Error(stderr));
          else resolve({ kind: "refused", code });
        });
      });
    },
  });
