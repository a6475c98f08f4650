import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { errorXml, type ScriptedReply } from "./scripted-sts.ts";

interface BadReply {
  readonly name: string;
  readonly reply: ScriptedReply;
  readonly why: WhyInconclusive;
}

const html = "<!doctype html><html><body><h1>Please sign in to the network</h1></body></html>";
const error = (name: string, status: number, code: string, why: WhyInconclusive): BadReply => ({
  name,
  reply: { kind: "error", status, code },
  why,
});
const raw = (name: string, status: number, type: string, body: string, why: WhyInconclusive, requestId?: string): BadReply => ({
  name,
  reply: { kind: "raw", status, type, body, ...(requestId !== undefined && { requestId }) },
  why,
});

/** Replies of STS, and of proxies in front of it, that are inconclusive about a role. */
export const BAD_STS_REPLIES: readonly BadReply[] = [
  error("Throttling, status 400", 400, "Throttling", "throttled"),
  error("ThrottlingException, status 400", 400, "ThrottlingException", "throttled"),
  error("STS not active in the region, status 403", 403, "RegionDisabledException", "region-disabled"),
  error("our token expired, status 403", 403, "ExpiredToken", "our-credentials"),
  error("our token expired, status 400", 400, "ExpiredTokenException", "our-credentials"),
  error("our key unknown, status 403", 403, "InvalidClientTokenId", "our-credentials"),
  error("our clock is off, status 403", 403, "SignatureDoesNotMatch", "our-credentials"),
  error("a bad parameter", 400, "ValidationError", "unexpected"),
  error("a malformed session policy", 400, "MalformedPolicyDocument", "unexpected"),
  error("a session policy too large", 400, "PackedPolicyTooLarge", "unexpected"),
  error("an internal failure", 500, "InternalFailure", "unreachable"),
  error("an unavailable service", 503, "ServiceUnavailable", "unreachable"),
  error("AccessDenied in lower case", 403, "accessdenied", "unexpected"),
  error("AccessDenied under another service's name", 403, "AccessDeniedException", "unexpected"),
  error("AccessDenied with status 400", 400, "AccessDenied", "unexpected"),
  error("AccessDenied with status 500", 500, "AccessDenied", "unreachable"),
  raw("AccessDenied without a request id", 403, "text/xml", errorXml("AccessDenied", "no"), "malformed"),
  raw("a firewall's page, status 403", 403, "text/html", html, "malformed"),
  raw("a firewall's page with a request id, status 403", 403, "text/html", html, "malformed", "waf-1"),
  raw("an empty 403", 403, "text/plain", "", "malformed"),
  raw("a proxy's JSON, status 403", 403, "application/json", '{"error":"AccessDenied"}', "malformed"),
  raw("a captive portal's page, status 200", 200, "text/html", html, "malformed"),
  raw("an empty 200", 200, "text/xml", "", "malformed"),
  raw("a 200 with an error inside", 200, "text/xml", errorXml("AccessDenied", "no"), "malformed", "r-1"),
  raw("a 200 with JSON", 200, "application/json", '{"ok":true}', "malformed"),
  raw("a redirect", 302, "text/html", html, "malformed"),
  { name: "a connection reset", reply: { kind: "reset" }, why: "unreachable" },
  {
    name: "credentials for another role",
    reply: { kind: "allowed", assumedRoleArn: "arn:aws:sts::222222222222:assumed-role/other/sp-x" },
    why: "wrong-identity",
  },
  {
    name: "credentials for another account",
    reply: { kind: "allowed", assumedRoleArn: "arn:aws:sts::333333333333:assumed-role/logs/sp-x" },
    why: "wrong-identity",
  },
  ...(["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Credentials"] as const).map(
    (without): BadReply => ({
      name: `a grant without ${without}`,
      reply: { kind: "allowed", without },
      why: "malformed",
    }),
  ),
  { name: "credentials without a role id", reply: { kind: "allowed", roleId: "" }, why: "malformed" },
  { name: "credentials of a user", reply: { kind: "allowed", roleId: "AIDATESTUSER000000001" }, why: "malformed" },
];
