import { expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { type Keys, type RawRequest, sendRaw, signedRequest } from "./testing/signed-request.ts";
import { useSandbox } from "./testing/use-sandbox.ts";

const { sandbox, sts } = useSandbox();
const BODY = "Action=GetCallerIdentity&Version=2011-06-15";
const codeOf = (xml: string) => /<Code>(.*)<\/Code>/.exec(xml)?.[1] ?? /"__type":"(\w+)"/.exec(xml)?.[1] ?? "none";

async function responseTo(change: (request: RawRequest) => RawRequest, what: { signingDate?: Date; keys?: Keys } = {}) {
  const { url } = sandbox();
  const request = await signedRequest(url, what.keys ?? TEST_KEYS.partner, {
    service: "sts",
    body: BODY,
    headers: { "x-amz-extra": "yes" },
    ...what,
  });
  const response = await sendRaw(url, change(request));
  return { status: response.status, code: codeOf(response.body), requestId: typeof response.headers["x-amzn-requestid"] };
}
const withHeader = (name: string, value: string) => (request: RawRequest) => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});
const withAuthorization = (from: RegExp, to: string) => (request: RawRequest) =>
  withHeader("authorization", (request.headers["authorization"] ?? "").replace(from, to))(request);
const rejected = (code: string, status = 403) => ({ status, code, requestId: "string" });

test.each<[string, (request: RawRequest) => RawRequest]>([
  ["another host", withHeader("host", "sts.amazonaws.com")],
  ["another query", (request) => ({ ...request, path: "/?Action=AssumeRole" })],
  ["another value of a signed header", withHeader("x-amz-extra", "no")],
  ["another content type", withHeader("content-type", "text/plain")],
  ["another body with the old hash", (request) => ({ ...request, body: `${BODY}&ExternalId=x` })],
  ["an unsigned payload", withHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")],
  ["an added x-amz-* header", withHeader("x-amz-meta", "1")],
  ["another signature", withAuthorization(/Signature=.{64}/, `Signature=${"0".repeat(64)}`)],
  ["another region in the scope", withAuthorization(/eu-central-1/, "us-east-1")],
  ["another service in the scope", withAuthorization(/\/sts\//, "/logs/")],
  ["another key id", withAuthorization(/AKIASANDBOXPARTNER01/, "AKIASANDBOXACME00001")],
  ["a signed header missing from the list", withAuthorization(/;x-amz-extra/, "")],
  ["host missing from the list", withAuthorization(/host;/, "")],
])("rejects %s", async (_, change) => {
  expect(await responseTo(change)).toEqual(rejected("SignatureDoesNotMatch"));
});

test("uses the error names of the JSON protocol for JSON requests", async () => {
  const code = "InvalidSignatureException";
  expect(await responseTo(withHeader("x-amz-target", "Logs_20140328.DescribeLogGroups"))).toEqual(rejected(code, 400));
});

test("rejects a request without a signature", async () => {
  const { url } = sandbox();
  const response = await sendRaw(url, {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: BODY,
  });
  expect([response.status, codeOf(response.body)]).toEqual([403, "MissingAuthenticationToken"]);
});

test("rejects a valid signature for another service", async () => {
  const { url } = sandbox();
  const response = await sendRaw(url, await signedRequest(url, TEST_KEYS.partner, { service: "iam", body: BODY }));
  expect([response.status, codeOf(response.body)]).toEqual([403, "SignatureDoesNotMatch"]);
});

test("rejects another authorization scheme", async () => {
  expect(await responseTo(withHeader("authorization", "Bearer x"))).toEqual(rejected("IncompleteSignature", 400));
});

test("rejects an unknown access key and a wrong secret", async () => {
  const keys = { accessKeyId: "AKIASANDBOXNOBODY001", secretAccessKey: "x" };
  expect(await responseTo((request) => request, { keys })).toEqual(rejected("InvalidClientTokenId"));
  const wrong = { ...TEST_KEYS.partner, secretAccessKey: "sandbox-partner-secres" };
  expect(await responseTo((request) => request, { keys: wrong })).toEqual(rejected("SignatureDoesNotMatch"));
});

test("rejects a clock that differs by more than 15 minutes", async () => {
  const minutes = (n: number) => ({ signingDate: new Date(Date.now() + n * 60_000) });
  expect(await responseTo((request) => request, minutes(-16))).toEqual(rejected("SignatureDoesNotMatch"));
  expect(await responseTo((request) => request, minutes(16))).toEqual(rejected("SignatureDoesNotMatch"));
  expect((await responseTo((request) => request, minutes(-14))).status).toBe(200);
});

test("rejects a date that differs from the day in the scope", async () => {
  expect(await responseTo(withHeader("x-amz-date", "20200101T000000Z"))).toEqual(rejected("SignatureDoesNotMatch"));
});

test("accepts a valid signature and returns a request ID", async () => {
  expect(await responseTo((request) => request)).toEqual({ status: 200, code: "none", requestId: "string" });
});

test("accepts an unsigned header that is not an x-amz-* header", async () => {
  expect((await responseTo(withHeader("x-forwarded-for", "203.0.113.1"))).status).toBe(200);
});

test("the SDK reads code, status and request ID of an error", async () => {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = sts({ accessKeyId: "AKIASANDBOXNOBODY001", secretAccessKey: "x" });
  await expect(client.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
    name: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
    $metadata: { httpStatusCode: 403, requestId: expect.any(String) },
  });
});
