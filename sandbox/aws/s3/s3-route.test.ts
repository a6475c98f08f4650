import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type Keys, sendRaw, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox } = useSandbox();
const BODY = '{"AWSTemplateFormatVersion":"2010-09-09"}';

const client = (credentials: { accessKeyId: string; secretAccessKey: string }, more: object = {}) =>
  new S3Client({ endpoint: sandbox().url, region: "eu-central-1", forcePathStyle: true, maxAttempts: 1, credentials, ...more });
const put = (Key: string, s3: S3Client) =>
  s3.send(new PutObjectCommand({ Bucket: "templates", Key, Body: BODY, ContentType: "application/json" }));

test("rejects an upload without a signature, with unknown keys and with a wrong secret", async () => {
  const response = await sendRaw(sandbox().url, { method: "PUT", path: "/templates/x.json", headers: {}, body: BODY });
  expect([response.status, response.body]).toEqual([403, expect.stringContaining("<Code>MissingAuthenticationToken</Code>")]);
  await expect(put("x.json", client({ accessKeyId: "AKIASANDBOXNOBODY001", secretAccessKey: "x" }))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
  const wrong = client({ ...TEST_KEYS.partner, secretAccessKey: "sandbox-partner-secres" });
  await expect(put("x.json", wrong)).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  expect((await fetch(`${sandbox().url}/templates/x.json`)).status).toBe(404);
});

test.each([
  ["checksums when required", { requestChecksumCalculation: "WHEN_REQUIRED" }],
  ["checksums always", {}],
])("an object uploaded by the SDK (%s) is public, with CORS for every origin", async (_, more) => {
  await put("v1/role template.json", client(TEST_KEYS.partnerAdministrator, more));
  for (const path of ["/templates/v1/role%20template.json", "/s3/templates/v1/role%20template.json"]) {
    const response = await fetch(`${sandbox().url}${path}`, { headers: { origin: "http://localhost:9" } });
    expect([
      response.status,
      response.headers.get("access-control-allow-origin"),
      response.headers.get("content-type"),
      await response.text(),
    ]).toEqual([200, "*", "application/json", BODY]);
  }
});

test("accepts uploads under /s3 too", async () => {
  await put("v2.json", client(TEST_KEYS.partnerAdministrator, { endpoint: `${sandbox().url}/s3` }));
  expect((await fetch(`${sandbox().url}/templates/v2.json`)).status).toBe(200);
});

test("the portal's own role may not write", async () => {
  await expect(put("v3.json", client(TEST_KEYS.partner))).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
});

test("an upload on the condition that the object does not exist needs permission first, and never replaces one", async () => {
  const conditional = (keys: Keys) =>
    client(keys).send(new PutObjectCommand({ Bucket: "templates", Key: "v4.json", Body: "other", IfNoneMatch: "*" }));
  await put("v4.json", client(TEST_KEYS.partnerAdministrator));
  await expect(conditional(TEST_KEYS.partner)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(conditional(TEST_KEYS.partnerAdministrator)).rejects.toMatchObject({
    name: "PreconditionFailed",
    $metadata: { httpStatusCode: 412 },
  });
  expect(await (await fetch(`${sandbox().url}/templates/v4.json`)).text()).toBe(BODY);
});
