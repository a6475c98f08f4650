import { expect, test } from "vitest";
import { isLoopbackUrl, readAwsSettings } from "./aws-settings.ts";

test.each([
  "http://10.0.0.1:4566",
  "https://localhost.evil.example",
  "http://localhost@evil.example",
  "ftp://localhost",
  "nonsense",
  "http://0.0.0.0:1",
])("%s is not a URL of this machine", (url) => expect(isLoopbackUrl(url)).toBe(false));

test.each(["localhost", "evil.com#", "zz-fake-9", "", "US-EAST-1"])("rejects the region %j", (region) =>
  expect(readAwsSettings({}, region)).toMatchObject({ kind: "problem", variable: "AWS_REGION" }),
);

test("rejects an endpoint variable without ALLOW_CUSTOM_AWS_ENDPOINTS, and names it", () => {
  const reading = readAwsSettings({ AWS_ENDPOINT_URL_STS: "http://localhost:4566" }, "eu-central-1");
  expect(reading).toMatchObject({ kind: "problem", variable: "AWS_ENDPOINT_URL_STS" });
});

test("rejects an endpoint on another machine with ALLOW_CUSTOM_AWS_ENDPOINTS", () => {
  const reading = readAwsSettings({ ALLOW_CUSTOM_AWS_ENDPOINTS: "true", AWS_ENDPOINT_URL_S3: "https://s3.example" }, "eu-central-1");
  expect(reading).toMatchObject({ kind: "problem", variable: "AWS_ENDPOINT_URL_S3" });
});

test("uses the endpoints of AWS without ALLOW_CUSTOM_AWS_ENDPOINTS, and loopback endpoints with it", () => {
  expect(readAwsSettings({}, "cn-north-1")).toEqual({
    kind: "settings",
    settings: { region: "cn-north-1", partition: "aws-cn", allowCustomEndpoints: false },
  });
  const custom = readAwsSettings({ ALLOW_CUSTOM_AWS_ENDPOINTS: "true", AWS_ENDPOINT_URL_STS: "http://localhost:1" }, "eu-central-1");
  expect(custom).toMatchObject({ settings: { allowCustomEndpoints: true, endpoints: { sts: "http://localhost:1" } } });
});
