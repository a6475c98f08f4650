import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { partitionOf } from "#kernel/aws/partition.ts";
import { type TemplateEnv, templateEnv } from "#kernel/process/command-env.ts";
import { publishedTemplate } from "#lib/role-setup/template/role-template.ts";
import { templateLocation } from "#lib/role-setup/template/template-location.ts";
import { say } from "#stack/say.ts";
import { type Command, CommandFailed, readArguments } from "./command-line.ts";

/**
 * Writes the CloudFormation template to the S3 object of TEMPLATE_URL, prints the URL and the SHA-256 of the template, and checks that
 * customers can read it. `--print` writes the template to standard output instead.
 */
export const command: Command = {
  usage: "template publish [--print]",
  async run(args) {
    const toStdout = readArguments(args, { flags: ["print"] }).flags.has("print");
    const env = templateEnv();
    try {
      await publish(env, toStdout);
    } catch (error) {
      // Errors of S3 name the bucket and the reason, and contain no credentials.
      throw new CommandFailed(`sallyport: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};

async function publish(env: TemplateEnv, toStdout: boolean): Promise<void> {
  const partition = partitionOf(env.AWS_REGION);
  if (partition === undefined) throw new Error("AWS_REGION is not an AWS Region.");
  const partner = { partnerAccountIds: env.PARTNER_ACCOUNT_IDS, partnerPrincipalArns: env.PARTNER_PRINCIPAL_ARNS };
  const body = publishedTemplate({ partition, ...partner });
  if (toStdout) {
    process.stdout.write(body);
    return;
  }
  await upload(env, body);
  const hash = sha256(body);
  process.stdout.write(`${env.TEMPLATE_URL}\nSHA-256 ${hash}\n`);
  await warnIfUnreadable(env.TEMPLATE_URL, hash);
}

async function upload(env: TemplateEnv, body: string): Promise<void> {
  const custom = env.AWS_ENDPOINT_URL_S3;
  const { bucket, key, region } = templateLocation(env.TEMPLATE_URL, custom !== undefined);
  const endpoint = custom === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: custom, forcePathStyle: true };
  const client = new S3Client({ region: region ?? env.AWS_REGION, ...endpoint });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" }));
}

/** Customers' consoles load the template without credentials. If they cannot, every quick-create link fails, so this prints a warning. */
async function warnIfUnreadable(url: string, hash: string): Promise<void> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (response?.ok && sha256(await response.text()) === hash) return;
  say(
    `Warning: ${url} does not return this template to requests without credentials (${response?.status ?? "no response"}). Let everyone read the object.`,
  );
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
