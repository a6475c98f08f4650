import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import type { Answer, ClientOf } from "./scenario.ts";

const PROGRAM = `
import boto3, json, re, sys
from botocore.config import Config
from botocore.exceptions import ClientError
for line in sys.stdin:
    url, keys, service, operation, parameters = json.loads(line)
    client = boto3.client(service, endpoint_url=url, region_name="eu-central-1", aws_access_key_id=keys["accessKeyId"],
        aws_secret_access_key=keys["secretAccessKey"], aws_session_token=keys.get("sessionToken"),
        config=Config(retries={"total_max_attempts": 1}))
    method = re.sub(r"(?<!^)([A-Z])", r"_\\1", operation).lower()
    try:
        value = getattr(client, method)(**parameters)
        print(json.dumps({"kind": "ok", "value": value}, default=str), flush=True)
    except ClientError as error:
        print(json.dumps({"kind": "refused", "code": error.response["Error"]["Code"]}), flush=True)
`;

/** A Python that has boto3: the system's (Debian's package python3-boto3), or the first one in PATH. */
export function pythonWithBoto3(): string | undefined {
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "python3"));
  const has = (path: string) => existsSync(path) && spawnSync(path, ["-c", "import boto3"], { timeout: 60_000 }).status === 0;
  return ["/usr/bin/python3", ...new Set(onPath)].find(has);
}

/** Calls with boto3, the AWS SDK for Python, one after another in one process: importing boto3 takes longer than a call. */
export const boto3Client =
  (python: string): ClientOf =>
  (sandbox) => {
    const child = spawn(python, ["-c", PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(child, "exit");
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      async call(keys, service, operation, parameters) {
        child.stdin.write(`${JSON.stringify([sandbox.url, keys, service, operation, parameters])}\n`);
        const { value, done } = await answers.next();
        if (done) throw new Error("boto3 ended without an answer");
        return JSON.parse(value) as Answer;
      },
      async close() {
        child.stdin.end();
        await ended;
      },
    };
  };
