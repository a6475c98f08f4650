import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { PortalEnv } from "#kernel/process/env.ts";
import { publishedTemplate } from "#lib/role-setup/template/role-template.ts";
import { templateLocation } from "#lib/role-setup/template/template-location.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";

/**
 * Whether the CloudFormation template that customers load is the one of this release, byte by byte, and whether only its publisher can replace it. A
 * replaced template could create roles that trust someone else.
 * @param s3Endpoint replaces AWS's own, for the sandbox only
 */
export function templateChecks(env: PortalEnv, s3Endpoint: string | undefined): readonly Check[] {
  return [
    { name: "template", run: (signal) => checkContent(env, signal) },
    { name: "template is protected", run: (signal) => checkProtection(env, s3Endpoint, signal) },
  ];
}

const PUBLISH = "Run sallyport template publish with the credentials that may write to the bucket.";

async function checkContent(env: PortalEnv, signal: AbortSignal): Promise<Finding> {
  const response = await fetch(env.templateUrl, { redirect: "error", signal }).catch(() => undefined);
  if (response === undefined)
    return failed("The host of TEMPLATE_URL can't be reached.", "Check TEMPLATE_URL and outgoing requests to S3.");
  if (response.status === 403 || response.status === 404) {
    await response.body?.cancel();
    return failed(`Customers can't read the template (status ${response.status}).`, `${PUBLISH} Let everyone read the object.`);
  }
  if (!response.ok) return failed(`TEMPLATE_URL answers with status ${response.status}.`, "Check the bucket.");
  const stored = await readAtMost(response, 1_000_000);
  if (stored !== publishedTemplate(env))
    return failed("The object of TEMPLATE_URL is not the template of this release and configuration.", PUBLISH);
  return ok("everyone can read the template of this release");
}

/** AWS's templates have at most 1 MB, so more than that is another file. */
async function readAtMost(response: Response, bytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > bytes) return "";
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/**
 * Tries to write on the condition that no object exists. S3 checks permission first (403), then the condition (412), so the existing template is
 * never replaced (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). Without an object the check is left out: it would
 * create one.
 */
async function checkProtection(env: PortalEnv, s3Endpoint: string | undefined, signal: AbortSignal): Promise<Finding> {
  if (env.sandbox && s3Endpoint === undefined) return skipped("The sandbox's S3 needs AWS_ENDPOINT_URL_S3.");
  const present = await fetch(env.templateUrl, { method: "HEAD", redirect: "error", signal }).catch(() => undefined);
  if (!present?.ok) return warning("The check needs the published template.", PUBLISH);
  const { bucket, key, region } = templateLocation(env.templateUrl, s3Endpoint !== undefined);
  const endpoint = s3Endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: s3Endpoint, forcePathStyle: true };
  const client = new S3Client({ region: region ?? env.region, ...endpoint, maxAttempts: 1 });
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: publishedTemplate(env), IfNoneMatch: "*" }), {
      abortSignal: signal,
    });
  } catch (error) {
    const status = statusOf(error);
    if (status === 403) return ok("the portal's role can't replace it");
    if (status !== 412 && status !== 409)
      return warning(`S3 did not answer whether the portal can replace the template (status ${status}).`, "Try again.");
  } finally {
    client.destroy();
  }
  return failed(
    "The portal's own role can replace the template.",
    "Remove s3:PutObject from the role. Publish with other credentials, so that a fault of the portal can't change what customers install.",
  );
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
}
