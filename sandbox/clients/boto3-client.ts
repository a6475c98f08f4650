import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Answer, ClientOf } from "./scenario.ts";

const PROGRAM = `
import boto3, json, re, sys
from botocore.config import Config
from botocore.exceptions import ClientError
url, keys, service, operation, parameters = json.loads(sys.stdin.read())
client = boto3.client(service, endpoint_url=url, region_name="eu-central-1", aws_access_key_id=keys["accessKeyId"],
    aws_secret_access_key=keys["secretAccessKey"], aws_session_token=keys.get("sessionToken"),
    config=Config(retries={"total_max_attempts": 1}))
method = re.sub(r"(?<!^)([A-Z])", r"_\\1", operation).lower()
try:
    value = getattr(client, method)(**parameters)
    print(json.dumps({"kind": "ok", "value": value}, default=str))
except ClientError as error:
    print(json.dumps({"kind": "refused", "code": error.response["Error"]["Code"]}))
`;

/** A Python that has boto3: the system's (Debian's package python3-boto3), or the first one in PATH. */
export function pythonWithBoto3(): string | undefined {
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "python3"));
  const has = (path: string) => existsSync(path) && spawnSync(path, ["-c", "import boto3"], { timeout: 60_000 }).status === 0;
  return ["/usr/bin/python3", ...new Set(onPath)].find(has);
}

/** Calls with boto3, the AWS SDK for Python. */
export const boto3Client =
  (python: string): ClientOf =>
  (sandbox) => ({
    call: (keys, service, operation, parameters) =>
      new Promise<Answer>((resolve, reject) => {
        const child = execFile(python, ["-c", PROGRAM], (error, stdout) => (error === null ? resolve(JSON.parse(stdout)) : reject(error)));
        child.stdin?.end(JSON.stringify([sandbox.url, keys, service, operation, parameters]));
      }),
  });
