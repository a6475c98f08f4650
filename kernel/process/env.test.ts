import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { BadEnvironment, readWebEnv, readWorkerEnv } from "./env.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const aws = {
  APP_URL: "https://portal.partner.example/",
  AUTH_SECRET: "a-secret-of-more-than-thirty-two-characters",
  AWS_REGION: "eu-central-1",
  PARTNER_ACCOUNT_IDS: "999999999999",
  PARTNER_PRINCIPAL_ARNS: "arn:aws:iam::999999999999:role/sallyport",
  TEMPLATE_URL: "https://templates.s3.eu-central-1.amazonaws.com/role.json",
  DATA_KEYS: `k1:${key}`,
  ARN_INDEX_KEY: "another-secret-of-more-than-thirty-two-characters",
  SMTP_URL: "smtp://mail.partner.example",
  MAIL_FROM: "portal@partner.example",
  DATABASE_URL: "postgres://sp_app@db/sp",
  DATABASE_STAFF_URL: "postgres://sp_staff@db/sp",
  DATABASE_SIGNIN_URL: "postgres://sp_signin@db/sp",
  DATABASE_WORKER_URL: "postgres://sp_worker@db/sp",
  OIDC_ISSUER: "https://id.partner.example",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "shh",
};
const sandbox = {
  ...aws,
  APP_URL: "http://localhost:3000",
  TEMPLATE_URL: "http://localhost:4566/s3/templates/role.json",
  ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
  AWS_ENDPOINT_URL_STS: "http://localhost:4566",
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: "http://127.0.0.1:4566",
  AWS_CONSOLE_URL: "http://localhost:4566/console",
};

describe("a process refuses to start", () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ["when a variable is missing, and names it", { ...aws, OIDC_ISSUER: "" }, /OIDC_ISSUER is not/],
    [
      "when several are wrong, and names each",
      { ...aws, AWS_REGION: "eu-moon-1", DATA_KEYS: "k1:short" },
      /AWS_REGION[\s\S]*DATA_KEYS|DATA_KEYS[\s\S]*AWS_REGION/,
    ],
    ["with the owner's database URL", { ...aws, DATABASE_OWNER_URL: "postgres://sp_owner@db/sp" }, /DATABASE_OWNER_URL/],
    ["when an endpoint is set without the switch", { ...aws, AWS_ENDPOINT_URL_STS: "http://localhost:4566" }, /AWS_ENDPOINT_URL_STS/],
    ["when any service's endpoint is set without the switch", { ...aws, AWS_ENDPOINT_URL: "http://localhost:4566" }, /AWS_ENDPOINT_URL/],
    ["when another console URL is set without the switch", { ...aws, AWS_CONSOLE_URL: "https://evil.example" }, /AWS_CONSOLE_URL/],
    ["when the template URL is not https", { ...aws, TEMPLATE_URL: "http://templates.example/role.json" }, /TEMPLATE_URL/],
    [
      "with the switch and an endpoint on another machine",
      { ...sandbox, AWS_ENDPOINT_URL_STS: "https://sts.evil.example" },
      /AWS_ENDPOINT_URL_STS/,
    ],
    ["with the switch and the portal on another machine", { ...sandbox, APP_URL: "https://portal.partner.example" }, /APP_URL/],
    [
      "with the switch and a host name that only starts like localhost",
      { ...sandbox, TEMPLATE_URL: "http://localhost.evil.example/t" },
      /TEMPLATE_URL/,
    ],
    [
      "when staff have another issuer without a client",
      { ...aws, STAFF_OIDC_ISSUER: "https://staff.partner.example" },
      /STAFF_OIDC_CLIENT_ID/,
    ],
    ["when the rate of STS calls is not a number", { ...aws, STS_CALLS_PER_SECOND: "many" }, /STS_CALLS_PER_SECOND must be a number/],
    [
      "when the idle limit of a session is longer than its life",
      { ...aws, SESSION_IDLE_MINUTES: "481" },
      /SESSION_IDLE_MINUTES must be at most 480/,
    ],
    ["when the idle limit of a session is zero", { ...aws, SESSION_IDLE_MINUTES: "0" }, /SESSION_IDLE_MINUTES must be at least 5/],
    ["when the rate of STS calls is zero", { ...aws, STS_CALLS_PER_SECOND: "0" }, /STS_CALLS_PER_SECOND must be at least 1/],
    [
      "when one value of a list is short",
      { ...aws, AUTH_SECRET: `${aws.AUTH_SECRET},old` },
      /AUTH_SECRET must have at least 32 characters/,
    ],
    [
      "when a list has the same value twice",
      { ...aws, ARN_INDEX_KEY: `${aws.ARN_INDEX_KEY}, ${aws.ARN_INDEX_KEY}` },
      /ARN_INDEX_KEY .*twice/,
    ],
    ["when a list has more than four values", { ...aws, OIDC_CLIENT_SECRET: "a b c d e" }, /OIDC_CLIENT_SECRET must have at most 4 values/],
    ["when a list is only separators", { ...aws, AUTH_SECRET: " , " }, /AUTH_SECRET is empty/],
    ["when the file of a secret can't be read", { ...aws, AUTH_SECRET: "", AUTH_SECRET_FILE: "/nowhere" }, /AUTH_SECRET_FILE names a file/],
    ["with the owner's database URL in a file", { ...aws, DATABASE_OWNER_URL_FILE: "/nowhere" }, /DATABASE_OWNER_URL/],
    ["when two data keys have the same ID", { ...aws, DATA_KEYS: `k1:${key},k1:${key}` }, /DATA_KEYS/],
  ];
  test.each(cases)("%s", (_name, source, message) => {
    expect(() => readWebEnv(source)).toThrow(message);
    expect(() => readWebEnv(source)).toThrow(BadEnvironment);
  });
});

test("without the switch, no endpoint is redirected and the portal is not a sandbox", () => {
  const env = readWebEnv(aws);
  expect(env).toMatchObject({ sandbox: false, customEndpoints: null, partition: "aws", appUrl: "https://portal.partner.example" });
});

test("with the switch, endpoints on this machine are used and the portal is a sandbox", () => {
  const env = readWorkerEnv(sandbox);
  expect(env.sandbox).toBe(true);
  expect(env.customEndpoints).toEqual({
    sts: "http://localhost:4566",
    logs: "http://127.0.0.1:4566",
    consoleUrl: "http://localhost:4566/console",
  });
});

test("of several values the newest is used first; only the portal's own secrets may be separated by commas", () => {
  const old = "an-older-secret-of-more-than-thirty-two-characters";
  const rotating = { ...aws, AUTH_SECRET: `${aws.AUTH_SECRET},${old}`, ARN_INDEX_KEY: `${aws.ARN_INDEX_KEY}\n${old}` };
  const env = readWebEnv({ ...rotating, OIDC_CLIENT_SECRET: "with,comma older" });
  expect(env.authSecret.reveal()).toBe(aws.AUTH_SECRET);
  expect(env.authSecrets.map((secret) => secret.reveal())).toEqual([aws.AUTH_SECRET, old]);
  expect(env.arnIndexKeys.map((secret) => secret.reveal())).toEqual([aws.ARN_INDEX_KEY, old]);
  expect(env.oidc.clientSecret.all.map((secret) => secret.reveal())).toEqual(["with,comma", "older"]);
  expect(() => readWorkerEnv({ ...aws, SMTP_URL: "smtp://new.example http://old.example" })).toThrow(/SMTP_URL is not an smtp/);
});

test("no key and no password can be printed or serialized", () => {
  const env = readWebEnv(aws);
  expect(inspect(env, { depth: 9 })).not.toContain("sp_app");
  expect(inspect(env, { depth: 9 })).not.toContain(aws.AUTH_SECRET);
  expect(() => JSON.stringify(env)).toThrow("cannot be serialized");
});

test("the partition follows from the region", () => {
  expect(readWebEnv({ ...aws, AWS_REGION: "us-gov-west-1" }).partition).toBe("aws-us-gov");
  expect(readWebEnv({ ...aws, AWS_REGION: "cn-north-1" }).partition).toBe("aws-cn");
});

test("the rate of STS calls is 60 % of AWS's default quota unless it is set", () => {
  expect(readWebEnv(aws).stsCallsPerSecond).toBe(360);
  expect(readWorkerEnv({ ...aws, STS_CALLS_PER_SECOND: "600" }).stsCallsPerSecond).toBe(600);
});

test("an unused session ends after two hours unless another time is set", () => {
  expect(readWebEnv(aws).sessionIdleMinutes).toBe(120);
  expect(readWebEnv({ ...aws, SESSION_IDLE_MINUTES: "15" }).sessionIdleMinutes).toBe(15);
});

test("the URL of each database role is read again from its file", () => {
  const folder = mkdtempSync(join(tmpdir(), "database-urls-"));
  const file = join(folder, "url");
  const put = (password: string) => writeFileSync(file, `postgres://sp_app:${password}@db/sp\n`);
  put("first");
  const from = (name: string) => ({ ...aws, [name]: "", [`${name}_FILE`]: file });
  const urls = [
    readWebEnv(from("DATABASE_URL")).databaseUrls.app,
    readWebEnv(from("DATABASE_STAFF_URL")).databaseUrls.staff,
    readWebEnv(from("DATABASE_SIGNIN_URL")).databaseUrls.signin,
    readWorkerEnv(from("DATABASE_WORKER_URL")).databaseUrls.worker,
  ];
  put("second");
  expect(urls.map((url) => [url.newest.reveal(), url.changedSince(url.all), url.newest.reveal()])).toEqual(
    urls.map(() => ["postgres://sp_app:first@db/sp", true, "postgres://sp_app:second@db/sp"]),
  );
  rmSync(folder, { recursive: true });
});
