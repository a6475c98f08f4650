import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import * as field from "#kernel/env-fields.ts";
import { partitionOf } from "#kernel/partition.ts";
import { roleTemplate } from "#lib/role-setup/template/role-template.ts";
import { say } from "#stack/say.ts";
import { templateLocation } from "./template-location.ts";

const ENVIRONMENT = z.object({
  AWS_REGION: field.region,
  PARTNER_ACCOUNT_IDS: field.accountIds,
  PARTNER_PRINCIPAL_ARNS: field.principalArns,
  TEMPLATE_URL: field.webUrl,
  AWS_ENDPOINT_URL_S3: field.webUrl.optional(),
  ALLOW_CUSTOM_AWS_ENDPOINTS: field.flag,
});
type Environment = z.output<typeof ENVIRONMENT>;

/**
 * `npm run template:publish [-- --print]`: writes the CloudFormation template to the S3 object that TEMPLATE_URL names,
 * prints its address and SHA-256, and looks whether customers can read it. `--print` writes the JSON to standard output instead.
 */
async function publish(): Promise<void> {
  const env = environment();
  const partition = partitionOf(env.AWS_REGION);
  if (partition === undefined) throw new Error("AWS_REGION is not an AWS region.");
  const partner = { partnerAccountIds: env.PARTNER_ACCOUNT_IDS, partnerPrincipalArns: env.PARTNER_PRINCIPAL_ARNS };
  const body = `${JSON.stringify(roleTemplate({ partition, ...partner }), null, 2)}\n`;
  if (process.argv.includes("--print")) {
    process.stdout.write(body);
    return;
  }
  await upload(env, body);
  const hash = sha256(body);
  process.stdout.write(`${env.TEMPLATE_URL}\nSHA-256 ${hash}\n`);
  await lookAtIt(env.TEMPLATE_URL, hash);
}

function environment(): Environment {
  const filled = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = ENVIRONMENT.safeParse(filled);
  if (!parsed.success) {
    throw new Error(
      `Invalid environment variables:\n${parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`).join("\n")}`,
    );
  }
  const elsewhere = parsed.data.AWS_ENDPOINT_URL_S3;
  if (elsewhere !== undefined && !parsed.data.ALLOW_CUSTOM_AWS_ENDPOINTS) {
    throw new Error("AWS_ENDPOINT_URL_S3 is set without ALLOW_CUSTOM_AWS_ENDPOINTS=true.");
  }
  return parsed.data;
}

async function upload(env: Environment, body: string): Promise<void> {
  const custom = env.AWS_ENDPOINT_URL_S3;
  const { bucket, key, region } = templateLocation(env.TEMPLATE_URL, custom !== undefined);
  const place = custom === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: custom, forcePathStyle: true };
  const client = new S3Client({ region: region ?? env.AWS_REGION, ...place });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" }));
}

/** A template that customers cannot read makes every quick-create link fail, and nobody would see it here. */
async function lookAtIt(url: string, hash: string): Promise<void> {
  const seen = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (seen?.ok && sha256(await seen.text()) === hash) return;
  say(
    `Warning: ${url} does not return this template to requests without credentials (${seen?.status ?? "no response"}). Customers need to read it.`,
  );
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

publish().catch((failure: unknown) => {
  say(`sallyport: ${failure instanceof Error ? failure.message : String(failure)}`);
  process.exitCode = 1;
});
