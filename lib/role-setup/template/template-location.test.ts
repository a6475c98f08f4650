import { expect, test } from "vitest";
import { templateLocation } from "./template-location.ts";

test.each([
  ["https://example.com/bucket/template.json", false],
  ["https://bucket.s3.evil.example/template.json", false],
  ["https://bucket.s3.eu-central-1.amazonaws.com.evil.example/t.json", false],
  ["http://templates.s3.eu-central-1.amazonaws.com/t.json", false],
  ["https://templates.s3.eu-central-1.amazonaws.com/", false],
  ["https://s3.eu-central-1.amazonaws.com/templates", false],
  ["https://templates.s3.amazonaws.com/t.json?versionId=1", false],
  ["http://localhost:4566/", true],
  ["http://localhost:4566/s3/templates", true],
])("%s is rejected", (url, custom) => {
  expect(() => templateLocation(url, custom)).toThrow("TEMPLATE_URL");
});

test.each([
  ["https://templates.s3.eu-central-1.amazonaws.com/a/role.json", false, "templates", "a/role.json", "eu-central-1"],
  ["https://my.templates.s3.amazonaws.com/role.json", false, "my.templates", "role.json", null],
  ["https://templates.s3-us-west-2.amazonaws.com/role.json", false, "templates", "role.json", "us-west-2"],
  ["https://templates.s3.dualstack.eu-west-1.amazonaws.com/role.json", false, "templates", "role.json", "eu-west-1"],
  ["https://templates.s3.cn-north-1.amazonaws.com.cn/role.json", false, "templates", "role.json", "cn-north-1"],
  ["https://s3.us-gov-west-1.amazonaws.com/templates/a/role.json", false, "templates", "a/role.json", "us-gov-west-1"],
  ["https://templates.s3.eu-central-1.amazonaws.com/a%20b.json", false, "templates", "a b.json", "eu-central-1"],
  ["http://localhost:4566/s3/templates/a/role.json", true, "templates", "a/role.json", null],
  ["http://127.0.0.1:9000/templates/role.json", true, "templates", "role.json", null],
])("finds bucket and key of %s", (url, custom, bucket, key, region) => {
  expect(templateLocation(url, custom)).toEqual({ bucket, key, region });
});
