import { expect, test } from "vitest";
import { isLoopbackUrl, readAwsSettings } from "./aws-settings.ts";

test.each([
  "http://10.0.0.1:4566",
  "https://localhost.evil.example",
  "http://localhost@evil.example",
  "ftp://localhost",
  "nonsense",
  "http://0.0.0.0:1",
])("does not take %s for this machine", (url) => expect(isLoopbackUrl(url)).toBe(false));

test.each(["localhost", "evil.com#", "zz-fake-9", "", "US-EAST-1"])("refuses the region %j", (region) =>
  expect(readAwsSettings({}, region)).toMatchObject({ kind: "problem", variable: "AWS_REGION" }),
);

test("refuses an endpoint variable without the switch, and names it", () => {
  const reading = readAwsSettings({ AWS_ENDPOINT_URL_STS: "http://localhost:4566" }, "eu-central-1");
  expect(reading).toMatchObject({ kind: "problem", variable: "AWS_ENDPOINT_URL_STS" });
});

test("refuses any endpoint that is not on this machine, with the switch", () => {
  const reading = readAwsSettings({ ALLOW_CUSTOM_AWS_ENDPOINTS: "true", AWS_ENDPOINT_URL_S3: "https://s3.example" }, "eu-central-1");
  expect(reading).toMatchObject({ kind: "problem", variable: "AWS_ENDPOINT_URL_S3" });
});

test("takes AWS's own endpoints without the switch and loopback ones with it", () => {
  expect(readAwsSettings({}, "cn-north-1")).toEqual({
    kind: "settings",
    settings: { region: "cn-north-1", partition: "aws-cn", allowCustomEndpoints: false },
  });
  const custom = readAwsSettings({ ALLOW_CUSTOM_AWS_ENDPOINTS: "true", AWS_ENDPOINT_URL_STS: "http://localhost:1" }, "eu-central-1");
  expect(custom).toMatchObject({ settings: { allowCustomEndpoints: true, endpoints: { sts: "http://localhost:1" } } });
});
