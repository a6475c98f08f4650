import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AuthorizationHeader } from "./authorization-header.ts";
import { AwsError } from "./aws-error.ts";
import { NodeSha256 } from "./node-sha256.ts";

export interface SigningSecret {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/**
 * Signs the received request with the stored secret and compares the signatures. The signer trusts the header
 * x-amz-content-sha256 instead of hashing the body, so this function compares that header with the body first, which also
 * rejects UNSIGNED-PAYLOAD.
 * @throws AwsError SignatureDoesNotMatch
 */
export async function verifySignature(
  req: IncomingMessage,
  url: URL,
  body: Buffer,
  header: AuthorizationHeader,
  secret: SigningSecret,
): Promise<void> {
  const claimed = req.headers["x-amz-content-sha256"];
  if (claimed !== undefined && claimed !== createHash("sha256").update(body).digest("hex"))
    throw new AwsError("SignatureDoesNotMatch", MISMATCH, 403);
  const signer = new SignatureV4({
    credentials: { accessKeyId: header.accessKeyId, ...secret },
    region: header.region,
    service: header.service,
    sha256: NodeSha256,
    applyChecksum: false,
    uriEscapePath: header.service !== "s3",
  });
  const signed = await signer.sign(
    {
      method: req.method ?? "POST",
      protocol: "http:",
      hostname: "signed",
      path: url.pathname,
      query: queryOf(url),
      headers: signedHeadersOf(req, header),
      body,
    },
    { signingDate: header.signedAt, signableHeaders: new Set(header.signedHeaders), unsignableHeaders: new Set() },
  );
  const expected = /Signature=([0-9a-f]{64})$/.exec(signed.headers["authorization"] ?? "")?.[1] ?? "";
  if (!timingSafeEqual(Buffer.from(expected.padEnd(64)), Buffer.from(header.signature)))
    throw new AwsError("SignatureDoesNotMatch", MISMATCH, 403);
}

/** The signed headers, without those for date and token, which the signer adds. */
function signedHeadersOf(req: IncomingMessage, header: AuthorizationHeader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of header.signedHeaders) {
    const value = req.headers[name];
    if (value === undefined) throw new AwsError("SignatureDoesNotMatch", MISMATCH, 403);
    if (name !== "x-amz-date" && name !== "x-amz-security-token") headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return headers;
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key);
    query[key] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return query;
}
