import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The path of the AWS CLI, version 2: AWS_CLI_PATH, /usr/bin/aws, or the first one in PATH; undefined when there is none. Version 1
 * has no `logs tail`.
 */
export function findAwsCli(): string | undefined {
  const own = process.env["AWS_CLI_PATH"];
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "aws"));
  return [...(own ? [own] : []), "/usr/bin/aws", ...onPath].find((path) => existsSync(path) && isVersion2(path));
}

function isVersion2(path: string): boolean {
  return spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 }).stdout?.startsWith("aws-cli/2.") === true;
}
