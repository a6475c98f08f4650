import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { contextKeysOf } from "#sandbox/aws/iam/context-keys-of.ts";
import { permissionOf } from "#sandbox/aws/iam/permission-of.ts";
import { readAuthorization } from "#sandbox/aws/protocol/authorization-header.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { verifySignature } from "#sandbox/aws/protocol/verify-signature.ts";
import { escapeXml } from "#sandbox/aws/protocol/xml.ts";
import { authenticate } from "#sandbox/aws/state/authenticate.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

const CORS = { "access-control-allow-origin": "*", "access-control-allow-methods": "GET, HEAD", "access-control-expose-headers": "ETag" };

/**
 * A small part of S3 with path-style URLs: `/s3/BUCKET/KEY` and `/BUCKET/KEY`. Reading is public, with CORS for every origin.
 * Writing needs a signature and the permission s3:PutObject. Buckets do not have to be created.
 */
export function s3Route(state: SandboxState): Route {
  return async (req, res, url) => {
    res.setHeader("x-amz-request-id", randomUUID());
    try {
      const [, bucket = "", key = ""] = /^(?:\/s3)?\/([^/]+)\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
      if (bucket === "" || key === "") throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
      if (req.method === "PUT") await putObject(state, req, res, url, { bucket, key });
      else if (req.method === "GET" || req.method === "HEAD") getObject(state, req, res, { bucket, key });
      else if (req.method === "OPTIONS") res.writeHead(204, CORS).end();
      else throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
      res.writeHead(error.status, { "content-type": "application/xml", ...CORS }).end(req.method === "HEAD" ? undefined : xml);
    }
  };
}

interface Named {
  readonly bucket: string;
  readonly key: string;
}

async function putObject(state: SandboxState, req: IncomingMessage, res: ServerResponse, url: URL, { bucket, key }: Named): Promise<void> {
  const body = await readBody(req);
  const now = state.clock.now();
  const header = readAuthorization(req, state.clock);
  const token = req.headers["x-amz-security-token"];
  const { caller, secret } = authenticate(state, header.accessKeyId, typeof token === "string" ? token : undefined, {
    now,
    region: header.region,
  });
  if (header.service !== "s3") throw new AwsError("SignatureDoesNotMatch", "Credential should be scoped to correct service: 's3'.", 403);
  await verifySignature(req, url, body, header, secret);
  if (/aws-chunked/.test(req.headers["content-encoding"] ?? ""))
    throw new AwsError("NotImplemented", "Chunked uploads are not supported.", 501);
  const facts = {
    caller,
    region: header.region,
    sourceIp: req.socket.remoteAddress ?? "127.0.0.1",
    userAgent: req.headers["user-agent"] ?? "",
    now,
  };
  const resource = `arn:${state.partition}:s3:::${bucket}/${key}`;
  if (permissionOf(caller, { caller, action: "s3:PutObject", resource, context: contextKeysOf(facts) }).decision !== "Allowed") {
    throw new AwsError("AccessDenied", "Access Denied", 403);
  }
  if (req.headers["if-none-match"] === "*" && state.objects.get(bucket, key) !== undefined)
    throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  state.objects.put(bucket, key, { body, contentType: req.headers["content-type"] ?? "binary/octet-stream", etag, modifiedAt: now });
  res.writeHead(200, { etag }).end();
}

function getObject(state: SandboxState, req: IncomingMessage, res: ServerResponse, { bucket, key }: Named): void {
  const object = state.objects.get(bucket, key);
  if (object === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  const headers = { "content-type": object.contentType, etag: object.etag, "last-modified": object.modifiedAt.toUTCString(), ...CORS };
  res.writeHead(200, { ...headers, "content-length": object.body.length }).end(req.method === "HEAD" ? undefined : object.body);
}
