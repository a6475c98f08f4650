import * as cloudformation from "@aws-sdk/client-cloudformation";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { type Keys, sendRaw, signedRequest } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { queryFields, readXml } from "./query-protocol.ts";

export interface Reply {
  readonly status: number;
  /** The error code; absent when the call was accepted. */
  readonly code?: string;
  readonly message?: string;
  readonly body: unknown;
}

export interface Endpoint {
  readonly url: string;
  readonly region: string;
}

/** Makes a call as a client of AWS does: with the AWS SDK, and for IAM, whose SDK the project does not have, in its signed protocol. */
export async function callAws(endpoint: Endpoint, keys: Keys, operation: string, parameters: Record<string, unknown>): Promise<Reply> {
  const [service = "", name = ""] = operation.split(":");
  if (service === "iam") return callIam(endpoint, keys, name, parameters);
  const { sdk, client } = clientOf(service, endpoint, keys);
  const Command = (sdk as Record<string, (new (input: unknown) => never) | undefined>)[`${name}Command`];
  if (Command === undefined) throw new Error(`the SDK has no ${name}`);
  try {
    return { status: 200, body: await client.send(new Command(parameters)) };
  } catch (error) {
    const { $metadata, name: code, Code, Error: inner, message } = error as SdkError;
    if ($metadata?.httpStatusCode === undefined) throw error;
    return { status: $metadata.httpStatusCode, code: inner?.Code ?? Code ?? code, message: inner?.Message ?? message, body: undefined };
  }
}

interface SdkClient {
  readonly sdk: object;
  readonly client: { send(command: never): Promise<object> };
}

const clients = new Map<string, SdkClient>();

/**
 * One client for each sandbox, service and access key, because a client takes longer to create than a call takes. Several test files, each
 * with a sandbox of its own, share this module.
 */
function clientOf(service: string, endpoint: Endpoint, credentials: Keys): SdkClient {
  const key = `${endpoint.url} ${service}/${credentials.accessKeyId}`;
  const known = clients.get(key) ?? createClient(service, endpoint, credentials);
  clients.set(key, known);
  return known;
}

function createClient(service: string, endpoint: Endpoint, credentials: Keys): SdkClient {
  const options = { endpoint: endpoint.url, region: endpoint.region, maxAttempts: 1, credentials };
  if (service === "cloudformation") return { sdk: cloudformation, client: new cloudformation.CloudFormationClient(options) };
  if (service === "sts") return { sdk: sts, client: new sts.STSClient(options) };
  if (service === "s3") return { sdk: s3, client: new s3.S3Client({ ...options, forcePathStyle: true }) };
  if (service === "logs") return { sdk: logs, client: new logs.CloudWatchLogsClient({ ...options, disableHostPrefix: true }) };
  throw new Error(`${service} has no client`);
}

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly Code?: string;
  readonly Error?: { readonly Code?: string; readonly Message?: string };
}

async function callIam({ url, region }: Endpoint, keys: Keys, name: string, parameters: Record<string, unknown>): Promise<Reply> {
  const body = new URLSearchParams({ Action: name, Version: "2010-05-08", ...queryFields(parameters) }).toString();
  const response = await sendRaw(url, await signedRequest(url, keys, { service: "iam", body, region }));
  const xml = readXml(response.body);
  if (response.status === 200) {
    const result = (xml[`${name}Response`] as Record<string, unknown> | undefined)?.[`${name}Result`];
    return { status: 200, body: result };
  }
  const error = (xml["ErrorResponse"] as { Error?: { Code?: string; Message?: string } } | undefined)?.Error;
  return { status: response.status, code: error?.Code ?? "", message: error?.Message ?? "", body: undefined };
}
