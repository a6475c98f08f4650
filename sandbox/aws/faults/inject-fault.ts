import type { ServerResponse } from "node:http";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { CallFacts, FaultName } from "./fault-store.ts";

export type InjectedFault =
  /** An AWS error, which the protocol code writes. */
  | { readonly kind: "error"; readonly error: AwsError }
  /** The response was written, or the connection was closed. */
  | { readonly kind: "written" };

const HTML = "<!doctype html><html><head><title>Sign in to the network</title></head><body><h1>Request blocked</h1></body></html>";

/** Injects a fault other than `delay` into a call. */
export function injectFault(fault: Exclude<FaultName, "delay">, call: CallFacts, callerArn: string, res: ServerResponse): InjectedFault {
  const error = awsErrors(call, callerArn)[fault];
  if (error !== undefined) return { kind: "error", error };
  if (fault === "reset") res.socket?.resetAndDestroy();
  else writeMalformedResponse(fault, call, callerArn, res);
  return { kind: "written" };
}

function awsErrors(call: CallFacts, callerArn: string): Partial<Record<FaultName, AwsError>> {
  const denied = `User: ${callerArn} is not authorized to perform: ${call.service}:${call.action} on resource: ${call.roleArn ?? "*"}`;
  const throttling = call.service === "logs" ? "ThrottlingException" : "Throttling";
  const disabled = `STS is not activated in this region for account:${/::(\d{12}):/.exec(callerArn)?.[1] ?? "999999999999"}. Your account administrator can activate STS in this region using the IAM Console.`;
  return {
    throttle: new AwsError(throttling, "Rate exceeded", 400),
    "5xx": new AwsError("InternalFailure", "We encountered an internal error. Please try again.", 500),
    "503": new AwsError("ServiceUnavailable", "Service is unavailable. Please try again.", 503),
    "region-disabled": new AwsError("RegionDisabledException", disabled, 403),
    "expired-token": new AwsError("ExpiredToken", "The security token included in the request is expired", 403),
    "unknown-token": new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
    "clock-skew": new AwsError(
      "SignatureDoesNotMatch",
      "Signature expired: 20240101T000000Z is now earlier than 20240101T001500Z (20240101T003000Z - 15 min.)",
      403,
    ),
    "access-denied": new AwsError(call.service === "logs" ? "AccessDeniedException" : "AccessDenied", denied, 403),
    "access-denied-exception": new AwsError("AccessDeniedException", denied, 403),
    "lower-case-code": new AwsError("accessdenied", denied, 403),
    "root-account": new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403),
  };
}

/** Responses of proxies and firewalls, and other valid HTTP that AWS would not send. */
function writeMalformedResponse(fault: FaultName, call: CallFacts, callerArn: string, res: ServerResponse): void {
  const [, account = "", role = ""] = /::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(call.roleArn ?? "") ?? [];
  const xml = (result: string) =>
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>${result}</AssumeRoleResult></AssumeRoleResponse>`;
  const user = `<AssumedRoleUser><AssumedRoleId>AROASANDBOXOTHERROLE1:x</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/not-${role}/x</Arn></AssumedRoleUser>`;
  const keys =
    "<Credentials><AccessKeyId>ASIASANDBOXOTHERROL1</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>";
  const denied = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: ${callerArn} is not authorized</Message></Error></ErrorResponse>`;
  const responses: Partial<Record<FaultName, [number, string, string]>> = {
    "html-200": [200, "text/html", HTML],
    "empty-200": [200, "text/xml", ""],
    "error-body-200": [200, "text/xml", denied],
    "no-credentials-200": [200, "text/xml", xml("")],
    "other-role-200": [200, "text/xml", xml(user + keys)],
    "waf-403-html": [403, "text/html", HTML],
    "waf-403-json": [403, "application/json", '{"message":"Forbidden"}'],
    "empty-403": [403, "text/plain", ""],
    "access-denied-without-request-id": [403, "text/xml", denied],
  };
  const [status, type, body] = responses[fault] ?? [500, "text/plain", ""];
  res.removeHeader("x-amzn-requestid");
  res.writeHead(status, { "content-type": type }).end(body);
}
