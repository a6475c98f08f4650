import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The real AWS CLI, version 2 (version 1 has no `logs tail`): AWS_CLI_PATH, else /usr/bin/aws, else the first on PATH.
 * Throws when there is none: a test without it proves nothing.
 */
export function findAwsCli(): string {
  const own = process.env["AWS_CLI_PATH"];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "aws"));
  const found = [...(own === undefined ? [] : [own]), "/usr/bin/aws", ...onPath].find((path) => existsSync(path));
  if (found === undefined) throw new Error("The AWS CLI is missing: install it (Debian: apt-get install awscli) or set AWS_CLI_PATH.");
  return found;
}
