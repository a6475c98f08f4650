import { expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { type Keys, type RawRequest, sendRaw, signedRequest } from "./testing/signed-request.ts";
import { useSandbox } from "./testing/use-sandbox.ts";

const { sandbox, sts } = useSandbox();
const BODY = "Action=GetCallerIdentity&Version=2011-06-15";
const codeOf = (xml: string) => /<Code>(.*)<\/Code>/.exec(xml)?.[1] ?? /"__type":"(\w+)"/.exec(xml)?.[1] ?? "none";

async function answerTo(spoil: (request: RawRequest) => RawRequest, what: { signingDate?: Date; keys?: Keys } = {}) {
  const { url } = sandbox();
  const request = await signedRequest(url, what.keys ?? TEST_KEYS.partner, {
    service: "sts",
    body: BODY,
    headers: { "x-amz-extra": "yes" },
    ...what,
  });
  const answer = await sendRaw(url, spoil(request));
  return { status: answer.status, code: codeOf(answer.body), requestId: typeof answer.headers["x-amzn-requestid"] };
}
const withHeader = (name: string, value: string) => (request: RawRequest) => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});
const withAuthorization = (from: RegExp, to: string) => (request: RawRequest) =>
  withHeader("authorization", (request.headers["authorization"] ?? "").replace(from, to))(request);
const refused = (code: string, status = 403) => ({ status, code, requestId: "string" });

test.each<[string, (request: RawRequest) => RawRequest]>([
  ["another host", withHeader("host", "sts.amazonaws.com")],
  ["another query", (request) => ({ ...request, path: "/?Action=AssumeRole" })],
  ["another value of a signed header", withHeader("x-amz-extra", "no")],
  ["another content type", withHeader("content-type", "text/plain")],
  ["another body under the old hash", (request) => ({ ...request, body: `${BODY}&ExternalId=x` })],
  ["a body declared unsigned", withHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")],
  ["a header of AWS added later", withHeader("x-amz-meta", "1")],
  ["another signature", withAuthorization(/Signature=.{64}/, `Signature=${"0".repeat(64)}`)],
  ["another region in the scope", withAuthorization(/eu-central-1/, "us-east-1")],
  ["another service in the scope", withAuthorization(/\/sts\//, "/logs/")],
  ["another key id", withAuthorization(/AKIASANDBOXPARTNER01/, "AKIASANDBOXACME00001")],
  ["a signed header left out of the list", withAuthorization(/;x-amz-extra/, "")],
  ["host left out of the list", withAuthorization(/host;/, "")],
])("refuses %s", async (_, spoil) => {
  expect(await answerTo(spoil)).toEqual(refused("SignatureDoesNotMatch"));
});

test("refuses in the words of the JSON protocol where that is spoken", async () => {
  const code = "InvalidSignatureException";
  expect(await answerTo(withHeader("x-amz-target", "Logs_20140328.DescribeLogGroups"))).toEqual(refused(code, 400));
});

test("refuses a request without a signature", async () => {
  const { url } = sandbox();
  const answer = await sendRaw(url, {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: BODY,
  });
  expect([answer.status, codeOf(answer.body)]).toEqual([403, "MissingAuthenticationToken"]);
});

test("refuses a good signature that was made for another service", async () => {
  const { url } = sandbox();
  const answer = await sendRaw(url, await signedRequest(url, TEST_KEYS.partner, { service: "iam", body: BODY }));
  expect([answer.status, codeOf(answer.body)]).toEqual([403, "SignatureDoesNotMatch"]);
});

test("refuses a signature of another kind", async () => {
  expect(await answerTo(withHeader("authorization", "Bearer x"))).toEqual(refused("IncompleteSignature", 400));
});

test("refuses a key nobody has, and a wrong secret", async () => {
  const keys = { accessKeyId: "AKIASANDBOXNOBODY001", secretAccessKey: "x" };
  expect(await answerTo((request) => request, { keys })).toEqual(refused("InvalidClientTokenId"));
  const wrong = { ...TEST_KEYS.partner, secretAccessKey: "sandbox-partner-secres" };
  expect(await answerTo((request) => request, { keys: wrong })).toEqual(refused("SignatureDoesNotMatch"));
});

test("refuses a clock more than fifteen minutes off, either way", async () => {
  const minutes = (n: number) => ({ signingDate: new Date(Date.now() + n * 60_000) });
  expect(await answerTo((request) => request, minutes(-16))).toEqual(refused("SignatureDoesNotMatch"));
  expect(await answerTo((request) => request, minutes(16))).toEqual(refused("SignatureDoesNotMatch"));
  expect((await answerTo((request) => request, minutes(-14))).status).toBe(200);
});

test("refuses a date of another day than the scope's", async () => {
  expect(await answerTo(withHeader("x-amz-date", "20200101T000000Z"))).toEqual(refused("SignatureDoesNotMatch"));
});

test("takes what was signed properly, and says so with a request id", async () => {
  expect(await answerTo((request) => request)).toEqual({ status: 200, code: "none", requestId: "string" });
});

test("a header that is none of AWS's may be added unsigned", async () => {
  expect((await answerTo(withHeader("x-forwarded-for", "203.0.113.1"))).status).toBe(200);
});

test("the SDK reads code, status and request id of a refusal", async () => {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = sts({ accessKeyId: "AKIASANDBOXNOBODY001", secretAccessKey: "x" });
  await expect(client.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
    name: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
    $metadata: { httpStatusCode: 403, requestId: expect.any(String) },
  });
});
