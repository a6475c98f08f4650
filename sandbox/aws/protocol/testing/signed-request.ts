import { request } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { NodeSha256 } from "#sandbox/aws/protocol/node-sha256.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Signs a request as an AWS client does, so that tests can change it afterwards. */
export async function signedRequest(
  url: string,
  keys: Keys,
  what: {
    service: string;
    body: string;
    path?: string;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    signingDate?: Date;
    region?: string;
  },
): Promise<RawRequest> {
  const { host } = new URL(url);
  const { service, body, path = "/", query = {}, headers = {}, signingDate = new Date(), region = "eu-central-1" } = what;
  const signer = new SignatureV4({ credentials: keys, region, service, sha256: NodeSha256, applyChecksum: true });
  const signed = await signer.sign(
    {
      method: "POST",
      protocol: "http:",
      hostname: host,
      path,
      query,
      headers: { host, "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    },
    { signingDate },
  );
  const search = new URLSearchParams(query).toString();
  return { method: "POST", path: search === "" ? path : `${path}?${search}`, headers: signed.headers, body };
}

/** Sends a request unchanged, including its Host header. */
export function sendRaw(url: string, { method, path, headers, body }: RawRequest): Promise<RawResponse> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const req = request({ hostname, port, method, path, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }));
    });
    req.on("error", reject);
    req.end(body);
  });
}

/** Sends an IAM call in the Query protocol. */
export async function callIam(url: string, keys: Keys, action: string, fields: Record<string, string>): Promise<RawResponse> {
  const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...fields }).toString();
  return sendRaw(url, await signedRequest(url, keys, { service: "iam", body }));
}

/** The fixed access keys, as SDK clients take them. */
export const TEST_KEYS = {
  partner: { accessKeyId: "AKIASANDBOXPARTNER01", secretAccessKey: "sandbox-partner-secret" },
  partnerAdministrator: { accessKeyId: "AKIASANDBOXPARTNER02", secretAccessKey: "sandbox-partner-administrator-secret" },
  canaryAdministrator: { accessKeyId: "AKIASANDBOXCANARY001", secretAccessKey: "sandbox-canary-administrator-secret" },
  acme: { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" },
  globex: { accessKeyId: "AKIASANDBOXGLOBEX001", secretAccessKey: "sandbox-globex-secret" },
} as const;
