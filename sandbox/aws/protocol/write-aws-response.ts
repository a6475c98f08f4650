import type { ServerResponse } from "node:http";
import type { AwsError } from "./aws-error.ts";
import type { AwsRequest } from "./read-aws-request.ts";
import { escapeXml, toXml, type XmlValue } from "./xml.ts";

interface PendingResponse {
  readonly res: ServerResponse;
  readonly request: AwsRequest;
  readonly requestId: string;
}

/** A response that an operation streams itself, as Live Tail does. */
export type StreamedResponse = (res: ServerResponse) => Promise<void>;

const NAMESPACES = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  cloudformation: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
};
const JSON_TYPE = "application/x-amz-json-1.1";
/** The error codes that have another name in the JSON protocol. */
const JSON_CODES: Readonly<Record<string, string>> = {
  InvalidClientTokenId: "UnrecognizedClientException",
  SignatureDoesNotMatch: "InvalidSignatureException",
  ExpiredToken: "ExpiredTokenException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  IncompleteSignature: "IncompleteSignatureException",
  InternalFailure: "InternalFailure",
};

/** Writes the result of an operation in the protocol of the call. */
export async function writeAwsResponse({ res, request, requestId }: PendingResponse, result: unknown): Promise<void> {
  if (typeof result === "function") {
    await (result as StreamedResponse)(res);
    return;
  }
  const { protocol, facts } = request;
  if (protocol.kind === "json") {
    res.writeHead(200, { "content-type": JSON_TYPE }).end(JSON.stringify(result));
    return;
  }
  const wrapped = result === undefined ? "" : `<${facts.action}Result>${toXml(result as XmlValue)}</${facts.action}Result>`;
  const meta = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const xml = `<${facts.action}Response xmlns="${NAMESPACES[protocol.service]}">${wrapped}${meta}</${facts.action}Response>`;
  res.writeHead(200, { "content-type": "text/xml" }).end(xml);
}

/** Writes an error: XML with the status of the error, or JSON with status 400 (or the 5xx status of the error). */
export function writeAwsError({ res, request, requestId }: PendingResponse, error: AwsError): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (request.protocol.kind === "json") {
    const status = error.status >= 500 ? error.status : 400;
    const body = { __type: JSON_CODES[error.code] ?? error.code, message: error.message, ...error.details };
    res.writeHead(status, { "content-type": JSON_TYPE }).end(JSON.stringify(body));
    return;
  }
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const inner = `<Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
  const xml = `<ErrorResponse xmlns="${NAMESPACES[request.protocol.service]}">${inner}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  res.writeHead(error.status, { "content-type": "text/xml" }).end(xml);
}
